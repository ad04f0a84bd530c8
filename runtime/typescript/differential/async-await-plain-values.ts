const tell = (name: string) => async (v: unknown) => { const got = await v; console.log(name, got); };
tell('number')(1); tell('undefined')(undefined); tell('promise')(Promise.resolve('p')); tell('function')(function then() {}.name);
tell('thenable')({ then: (r: any) => r('t') }); tell('not a thenable')({ then: 5 }.then); tell('nested')(Promise.resolve(Promise.resolve('n')));
Promise.resolve().then(() => console.log('tick 1')).then(() => console.log('tick 2')).then(() => console.log('tick 3'));
console.log('sync end');
(async () => { const results = [await 1, await 2]; console.log(results, await (await (await 3))); })();
(async () => { try { await { get then() { throw new Error('getter'); } }; } catch (e: any) { console.log(e.message); } })();
(async () => { try { await { then() { throw new Error('then throws'); } }; } catch (e: any) { console.log(e.message); } })();
(async () => { console.log(await { then(ok: any, no: any) { ok('first'); no('second'); throw new Error('third'); } }); })();
