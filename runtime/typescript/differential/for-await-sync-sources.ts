const log = (...a: unknown[]) => console.log(...a);
const wait = (ms: number, v: unknown) => new Promise((r) => setTimeout(r, ms, v));
function* gen() { try { yield wait(20, 'slow'); yield 'plain'; yield wait(1, 'quick'); } finally { log('gen closed'); } }
for await (const x of gen()) log(x);
for await (const x of gen()) { log('only', x); break; }
function* rejecting() { try { yield 1; yield Promise.reject(new Error('rejected')); yield 3; } finally { log('closed?'); } }
try { for await (const x of rejecting()) log(x); } catch (e: any) { log('caught', e.message); }
for await (const [k, v] of new Map([['a', wait(1, 'v')]])) log(k, v instanceof Promise);
for await (const c of 'hi') log(c);
const started = [wait(30, 'p1'), wait(10, 'p2')].map((p) => p.then((v) => { log('settled', v); return v; }));
for await (const v of started) log('got', v);
for await (const { a = 1, ...rest } of [{ b: 2 }, { a: 3, c: 4 }] as any[]) log(a, rest);
let i = 0; outer: for await (const x of [1, 2, 3]) { for await (const y of [1, 2]) { if (y === 2) continue outer; if (x === 3) break outer; i += x; } } log(i);
