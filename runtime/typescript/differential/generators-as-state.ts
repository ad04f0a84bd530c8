function* fib(): Generator<number> { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } }
const take = function* <T>(n: number, it: Iterable<T>) { for (const x of it) { if (n-- <= 0) return; yield x; } };
console.log([...take(10, fib())]);
function* machine(): Generator<string, void, string> { let state = 'idle'; while (true) { const event = yield state; state = ({ 'idle:start': 'running', 'running:pause': 'paused', 'paused:start': 'running' } as any)[`${state}:${event}`] ?? state; if (event === 'stop') return; } }
const m = machine(); m.next(); console.log(m.next('start').value, m.next('pause').value, m.next('bogus').value, m.next('stop'), m.next('start'));
const run = (f: () => Generator<any, any, any>) => new Promise((resolve, reject) => { const g = f(); const step = (r: IteratorResult<any>) => r.done ? resolve(r.value) : Promise.resolve(r.value).then((v) => step(g.next(v)), (e) => { try { step(g.throw(e)); } catch (x) { reject(x); } }); step(g.next()); });
console.log(await run(function* () { const a = yield Promise.resolve(1); try { yield Promise.reject(new Error('co')); } catch (e: any) { return a + e.message; } }));
class Tree<T> { constructor(public v: T, public l?: Tree<T>, public r?: Tree<T>) {} *[Symbol.iterator](): Generator<T> { if (this.l) yield* this.l; yield this.v; if (this.r) yield* this.r; } }
const tree = new Tree(4, new Tree(2, new Tree(1), new Tree(3)), new Tree(5)); console.log([...tree], Math.max(...tree), new Set(tree).size, Array.from(tree, (x) => x * 2));
const { done, value } = tree[Symbol.iterator]().next(); console.log(done, value, fib().toString(), typeof fib, fib.constructor.name);
const [first, , third, ...rest] = take(6, fib()); console.log(first, third, rest);
