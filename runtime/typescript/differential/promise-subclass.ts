class Tracked<T> extends Promise<T> {
  static made = 0;
  constructor(executor: (resolve: (v: T) => void, reject: (e: unknown) => void) => void) { super(executor as any); Tracked.made++; }
}
class Plain<T> extends Promise<T> { static get [Symbol.species]() { return Promise; } }
const tracked = Tracked.resolve(1);
console.log(tracked instanceof Tracked, tracked instanceof Promise, Tracked.made);
const next = tracked.then((v) => v + 1);
console.log(next instanceof Tracked, Tracked.made);
next.finally(() => console.log('finally', Tracked.made)).then((v) => console.log('value', v));
const plain = Plain.resolve(5);
console.log(plain instanceof Plain, plain.then(() => 1) instanceof Plain, plain.then(() => 1).constructor === Promise);
(Tracked.all([1, Tracked.resolve(2)]) as any).then((v: number[]) => console.log(v.join(), Tracked.made));
console.log(Tracked.all([]) instanceof Tracked, Tracked.race([]) instanceof Tracked, Tracked.reject(1).catch(() => 1) instanceof Tracked);
(async () => { const v = await Tracked.resolve('awaited'); console.log(v); console.log((async () => 1)() instanceof Tracked); })();
console.log(Promise.resolve(tracked) === (tracked as any), Tracked.resolve(tracked) === tracked);
console.log(Object.prototype.toString.call(tracked), tracked.constructor.name, Promise.name, Promise.length);
class Deferred<T> extends Promise<T> { settle!: (v: T) => void; constructor(e?: any) { let s: any; super((a, b) => { s = a; e?.(a, b); }); this.settle = s; } }
const d = new Deferred<string>(); d.then((v) => console.log('deferred', v)); d.settle('done');
