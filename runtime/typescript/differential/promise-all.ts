const log = (text: string) => console.log(text);
const later = (ms: number, v: unknown, fail = false) => new Promise((a, b) => setTimeout(() => (fail ? b(v) : a(v)), ms));
Promise.all([]).then((v) => log('empty ' + v.length));
Promise.all([1, 'a', null, undefined]).then((v) => log('values ' + v.map(String).join()));
Promise.all([later(15, 'slow'), later(5, 'fast'), 3]).then((v) => log(v.join()));
Promise.all([later(10, 'bad', true), later(20, 'worse', true), later(1, 'ok')]).catch((e) => log('first to fail: ' + e));
Promise.all(new Set([later(2, 'x'), 'y'])).then((v) => log(v.join()));
Promise.all((function* () { yield 1; yield Promise.resolve(2); })()).then((v) => log(v.join()));
Promise.all('abc').then((v) => log(v.join('-')));
Promise.all(5 as any).catch((e) => log(e.name));
Promise.all((function* () { yield 1; throw new Error('iterable broke'); })()).catch((e) => log(e.message));
(async () => { try { await Promise.all([Promise.reject(new Error('one')), Promise.reject(new Error('two'))]); } catch (e: any) { log('caught ' + e.message); } })();
Promise.all([Promise.all([1, 2]), Promise.all([3])]).then((v) => log(JSON.stringify(v)));
let closed = false;
const iterable = { [Symbol.iterator]() { return { next() { return { value: 1, done: false }; }, return() { closed = true; return {}; } }; } };
class Bad extends Promise<unknown> { static resolve(): any { throw new Error('resolve threw'); } }
(Bad.all(iterable as any) as any).catch((e: any) => log(e.message + ' ' + closed));
