function source(name: string, values: unknown[]) {
  let i = 0;
  return { [Symbol.asyncIterator]() { return this; }, async next() { console.log(name, 'next'); return i < values.length ? { value: values[i++], done: false } : { value: undefined, done: true }; }, async return(v?: unknown) { console.log(name, 'return', v); return { value: v, done: true }; } };
}
for await (const x of source('all', [1, 2])) console.log(x);
for await (const x of source('break', [1, 2])) { console.log(x); break; }
try { for await (const x of source('throw', [1, 2])) { console.log(x); throw new Error('body'); } } catch (e: any) { console.log(e.message); }
async function f() { for await (const x of source('return', [1, 2])) return x; }
console.log(await f());
const bad = { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(5) }) };
try { for await (const _ of bad as any) {} } catch (e: any) { console.log(e.name, e.message); }
const badReturn = { [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 1, done: false }), return: () => 7 }) };
try { for await (const _ of badReturn as any) break; } catch (e: any) { console.log(e.name, e.message); }
const rejects = { [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 1, done: false }), return: async () => { throw new Error('from return'); } }) };
try { for await (const _ of rejects as any) break; } catch (e: any) { console.log(e.message); }
try { for await (const _ of rejects as any) throw new Error('body first'); } catch (e: any) { console.log(e.message); }
for (const v of [5, null, undefined, {}] as any[]) try { for await (const _ of v) {} } catch (e: any) { console.log(e.name, e.message); }
