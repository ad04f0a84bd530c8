// How many jobs each combination takes.
let p: Promise<unknown> = Promise.resolve();
for (let i = 1; i <= 9; i++) p = p.then(() => console.log('tick ' + i));
Promise.all([1, 2]).then(() => console.log('all'));
Promise.all([]).then(() => console.log('all of nothing'));
Promise.allSettled([Promise.reject(1)]).then(() => console.log('allSettled'));
Promise.race([1, 2]).then(() => console.log('race'));
Promise.any([Promise.reject(1), 2]).then(() => console.log('any'));
Promise.resolve(1).finally(() => console.log('in finally')).then(() => console.log('after finally'));
Promise.reject(1).finally(() => {}).catch(() => console.log('catch after finally'));
Promise.resolve().then(() => Promise.all([Promise.resolve(1)])).then(() => console.log('returned all'));
(async () => { await null; console.log('await 1'); await null; console.log('await 2'); await undefined; console.log('await 3'); })();
(async () => { await (async () => { await null; })(); console.log('await of an async call'); })();
(async () => { try { await Promise.reject(1); } catch { console.log('caught'); } finally { console.log('finally of try'); } })();
