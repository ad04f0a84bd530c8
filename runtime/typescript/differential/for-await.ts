const log = (...a: unknown[]) => console.log(a.join(' '));
const later = <T>(ms: number, v: T) => new Promise<T>((r) => setTimeout(r, ms, v));
for await (const x of [later(6, 'a'), 'b', later(2, 'c')]) log(x);
for await (const x of new Set([1, 2])) log(x);
try { for await (const x of [Promise.resolve(1), Promise.reject(new Error('rejected element')), Promise.resolve(3)]) log(x); } catch (e: any) { log('caught', e.message); }
async function* source() { try { for (let i = 0; ; i++) { await later(1, 0); yield i; } } finally { log('source closed'); } }
for await (const x of source()) { if (x === 2) break; log(x); }
outer: for (const a of [1, 2]) for await (const b of source()) { if (b === 1) continue outer; log(a, b); }
try { for await (const x of source()) throw new Error('in body ' + x); } catch (e: any) { log(e.message); }
log(await (async () => { for await (const x of source()) if (x === 1) return 'returned ' + x; })());
const iterator = (closes: () => any) => ({ [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 1, done: false }), return: closes }) });
for await (const _ of iterator(async () => { log('return called'); return {}; })) break;
try { for await (const _ of iterator(async () => { throw new Error('return failed'); })) break; } catch (e: any) { log(e.message); }
try { for await (const _ of iterator(async () => { throw new Error('hidden'); })) throw new Error('body wins'); } catch (e: any) { log(e.message); }
try { for await (const _ of null as any) log('never'); } catch (e: any) { log(e.name); }
try { for await (const _ of 5 as any) log('never'); } catch (e: any) { log(e.name, e.message); }
let target: any = {}; for await (target.x of [1, 2]) log(target.x); for await (const { p, q = 'd' } of [{ p: 1 } as any]) log(p, q); for await (var [u, w] of [[1, 2]]) log(u, w);
function* sync() { try { yield 1; yield 2; } finally { log('sync closed'); } }
for await (const x of sync()) { log(x); break; }
