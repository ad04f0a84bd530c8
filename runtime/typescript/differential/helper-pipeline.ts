const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
async function* numbers(n: number) { for (let i = 1; i <= n; i++) { await sleep(1); yield i; } }
async function* map<T, R>(s: AsyncIterable<T>, f: (x: T) => R | Promise<R>) { for await (const x of s) yield await f(x); }
async function* filter<T>(s: AsyncIterable<T>, f: (x: T) => boolean) { for await (const x of s) if (f(x)) yield x; }
async function* take<T>(s: AsyncIterable<T>, n: number) { if (n > 0) for await (const x of s) { yield x; if (--n === 0) return; } }
async function* chunk<T>(s: AsyncIterable<T>, n: number) { let c: T[] = []; for await (const x of s) { c.push(x); if (c.length === n) { yield c; c = []; } } if (c.length) yield c; }
for await (const c of chunk(take(filter(map(numbers(100), async (x) => x * x), (x) => x % 2 === 1), 5), 2)) console.log(c.join());
async function* merge<T>(...s: AsyncIterable<T>[]) { const its = s.map((x) => x[Symbol.asyncIterator]()); const pending = new Map(its.map((it, i) => [i, it.next().then((r) => ({ i, r }))])); while (pending.size) { const { i, r } = await Promise.race(pending.values()); if (r.done) pending.delete(i); else { pending.set(i, its[i].next().then((r) => ({ i, r }))); yield r.value; } } }
const delayed = async function* (name: string, ms: number[]) { for (const m of ms) { await sleep(m); yield name + m; } };
for await (const x of merge(delayed('a', [5, 30]), delayed('b', [15, 40]))) console.log(x);
const reduce = await [1, 2, 3].reduce(async (acc, x) => { const a = await acc; await sleep(1); return a + x; }, Promise.resolve(0)); console.log(reduce);
