async function plain() { return 1; }
async function returnsPromise() { return Promise.resolve(2); }
async function returnsAwait() { return await Promise.resolve(3); }
function sync() { return Promise.resolve(4); }
const delegates = async () => plain();
const nested = async () => returnsPromise();
plain().then((v) => console.log('plain ' + v));
returnsPromise().then((v) => console.log('returnsPromise ' + v));
returnsAwait().then((v) => console.log('returnsAwait ' + v));
sync().then((v) => console.log('sync ' + v));
delegates().then((v) => console.log('delegates ' + v));
nested().then((v) => console.log('nested ' + v));
Promise.resolve().then(() => Promise.resolve('inner')).then((v) => console.log(v));
new Promise((r) => r(Promise.resolve('resolved by a promise'))).then((v) => console.log(v));
let chain: Promise<unknown> = Promise.resolve();
for (let i = 1; i <= 10; i++) chain = chain.then(() => console.log('tick ' + i));
