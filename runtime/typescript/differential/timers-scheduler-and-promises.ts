import { setImmediate as soon, setInterval as every, setTimeout as wait, scheduler } from 'node:timers/promises';
console.log(await wait(5, 'value'), await soon('soon'), await wait());
await scheduler.wait(5); console.log('waited'); await scheduler.yield(); console.log('yielded');
let n = 0;
for await (const v of every(5, 'tick')) { console.log(v, ++n); if (n === 3) break; }
const c = new AbortController();
const p = wait(1000, null, { signal: c.signal });
c.abort(new Error('why'));
await p.catch((e) => console.log(e.name, e.code, e.message, e.cause?.message));
await wait(5, 1, { signal: AbortSignal.abort() }).catch((e) => console.log(e.name, e.cause?.name));
const c2 = new AbortController(); setTimeout(() => c2.abort(), 30);
try { for await (const _ of every(8, 1, { signal: c2.signal })) n++; } catch (e: any) { console.log(e.name, e.code, n > 3); }
await (wait as any)(1, 1, 'options').catch((e: any) => console.log(e.name, e.code, e.message));
await (soon as any)(1, { signal: 5 }).catch((e: any) => console.log(e.name, e.code, e.message));
Promise.all([wait(40, 'c'), wait(10, 'a'), soon('i')]).then((v) => console.log(v));
