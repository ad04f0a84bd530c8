async function async1() { console.log(1); await async2(); console.log(2); }
async function async2() { console.log(3); return Promise.resolve().then(() => console.log(4)); }
const thenable = { then(r: (v: string) => void) { console.log('then called'); r('from thenable'); } };
async function async3() { return thenable; }
async1().then(() => console.log('async1 done'));
async3().then((v) => console.log(v));
(async () => { console.log(await (thenable as any)); })();
let p: Promise<void> = Promise.resolve();
for (let i = 0; i < 8; i++) p = p.then(() => console.log('tick', i));
