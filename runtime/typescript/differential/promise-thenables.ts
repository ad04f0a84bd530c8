// Thenables are taken over in a job of their own, and only their first answer counts.
const log = (...parts: unknown[]) => console.log(parts.map(String).join(' '));
const thenable = { then(resolve: (v: string) => void) { log('then called'); resolve('from thenable'); resolve('again'); throw new Error('ignored'); } };
Promise.resolve(thenable).then((v) => log('resolved', v));
new Promise((resolve) => resolve(thenable)).then((v) => log('executor', v));
(async () => log('awaited', await (thenable as any)))();
(async () => thenable)().then((v) => log('returned', v));
Promise.resolve({ then(_: unknown, reject: (e: Error) => void) { reject(new Error('refused')); } }).catch((e) => log('caught', e.message));
Promise.resolve({ then() { throw new TypeError('thrown'); } }).catch((e) => log('caught', e.name, e.message));
Promise.resolve({ then: 5 }).then((v: any) => log('not callable', v.then));
Promise.resolve({ get then() { throw new Error('getter'); } }).catch((e) => log('caught', e.message));
Promise.resolve({ then(resolve: (v: unknown) => void) { resolve({ then(again: (v: string) => void) { again('nested'); } }); } }).then((v) => log(v));
const callable = Object.assign(() => 1, { then: (r: (v: string) => void) => r('callable') });
Promise.resolve(callable).then((v) => log(v));
for (let i = 1, p = Promise.resolve(); i < 9; i++) p = p.then(() => log('tick', i));
