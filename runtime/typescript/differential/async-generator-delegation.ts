const log = (...a: unknown[]) => console.log(a.join(' '));
async function* inner() { try { const got = yield 'i1'; log('inner got', got); yield 'i2'; return 'inner result'; } finally { log('inner closed'); } }
async function* outer() { const r = yield* inner(); log('result', r); yield* [Promise.resolve('s1'), 's2']; yield* (function* () { yield 'g'; return 1; })(); }
for await (const x of outer()) log(x);
const it = outer(); log(JSON.stringify(await it.next()), JSON.stringify(await it.next('sent' as any)), JSON.stringify(await it.return('stop' as any)), JSON.stringify(await it.next()));
async function* guarded() { try { yield* inner(); } catch (e: any) { log('outer caught', e.message); yield 'rescued'; } }
const t = guarded(); await t.next(); log(JSON.stringify(await t.throw(new Error('thrown in'))));
const custom = { [Symbol.asyncIterator]() { let n = 0; return { async next() { return { value: n, done: n++ >= 2 }; }, async return(v: unknown) { log('custom return'); return { value: v, done: true }; } }; } };
async function* delegates() { yield* custom as any; }
for await (const x of delegates()) log('custom', x);
const d = delegates(); await d.next(); log(JSON.stringify(await d.return('bye' as any)));
async function* noThrow() { yield* { [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 1, done: false }), return: async () => { log('closed for lack of throw'); return {}; } }) } as any; }
const n = noThrow(); await n.next(); await n.throw(new Error('x')).catch((e) => log(e.name));
async function* bad() { yield* 5 as any; } await bad().next().catch((e) => log(e.name));
