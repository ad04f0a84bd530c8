function* counter(n: number): Generator<number, string, any> { try { for (let i = 0; i < n; i++) { const got = yield i; if (got) console.log('got ' + got); } return 'done'; } finally { console.log('closed'); } }
console.log([...counter(3)].join());
const it = counter(5); console.log(JSON.stringify([it.next(), it.next('hello'), it.return('early'), it.next()]));
const thrown = counter(2); thrown.next(); try { thrown.throw(new Error('in')); } catch (e: any) { console.log(e.message); }
for (const x of counter(9)) { if (x === 1) break; console.log(x); }
function* delegate(): any { const r = yield* counter(2); console.log('inner said ' + r); yield* [10, 20]; yield* 'ab'; return (yield* (function* () { return 'deep'; })()); }
console.log([...delegate()].join());
const [first, ...others] = counter(4); console.log(first, others.join());
const [only] = counter(4); console.log(only);
class Tree { constructor(public v: number, public kids: Tree[] = []) {} *[Symbol.iterator](): any { yield this.v; for (const k of this.kids) yield* k; } }
console.log([...new Tree(1, [new Tree(2, [new Tree(3)]), new Tree(4)])].join());
const g = (function* () {})(); console.log(Object.prototype.toString.call(g), typeof g.next, g[Symbol.iterator]() === g);
const fib = function* () { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } };
for (const n of fib()) { if (n > 20) break; console.log(n); }
console.log(Array.from({ length: 3 }, (_, i) => i * 2).join(), Math.max(...counter(3)), new Set(counter(2)).size, Object.fromEntries([...counter(2)].map((x) => ['k' + x, x])).k1);
const running: any = (function* () { running.next(); yield 1; })(); try { running.next(); } catch (e: any) { console.log(e.name, e.message); }
