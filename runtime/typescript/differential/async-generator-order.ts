const log = (...a: unknown[]) => console.log(a.join(' '));
async function* gen() { log('start'); yield 1; log('between'); const x = await Promise.resolve(2); yield x; yield Promise.resolve(3); log('end'); return Promise.resolve(4); }
const it = gen();
log('made');
it.next().then((r) => log('A', JSON.stringify(r)));
it.next().then((r) => log('B', JSON.stringify(r)));
it.next().then((r) => log('C', JSON.stringify(r)));
it.next().then((r) => log('D', JSON.stringify(r)));
it.next().then((r) => log('E', JSON.stringify(r)));
let p: Promise<unknown> = Promise.resolve();
for (let i = 1; i <= 16; i++) p = p.then(() => log('tick', i));
