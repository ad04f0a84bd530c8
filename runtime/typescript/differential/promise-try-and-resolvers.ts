// Built by hand where Node 20 has no such function.
function withResolvers<T>() { let resolve!: (v: T) => void; let reject!: (e: unknown) => void; const promise = new Promise<T>((a, b) => { resolve = a; reject = b; }); return { promise, resolve, reject }; }
const attempt = <T>(f: () => T | Promise<T>) => new Promise<T>((resolve) => resolve(f()));
const { promise, resolve } = withResolvers<number>();
promise.then((v) => console.log('resolved', v));
setTimeout(resolve, 5, 42);
attempt(() => { throw new Error('sync'); }).catch((e) => console.log('caught', e.message));
attempt(() => 1).then((v) => console.log('value', v));
attempt(async () => { throw new Error('async'); }).catch((e) => console.log('caught', e.message));
attempt(() => withResolvers().promise).then(() => console.log('never'));
console.log('sync end');
