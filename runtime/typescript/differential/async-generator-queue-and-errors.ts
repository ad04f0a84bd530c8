const log = (...a: unknown[]) => console.log(...a);
async function* gen() { log('begin'); try { const a: any = yield 1; log('got', a); yield 2; } catch (e: any) { log('caught', e); yield 'after catch'; } finally { log('cleanup'); } return 'end'; }
const g = gen();
log(g[Symbol.asyncIterator]() === g, Object.prototype.toString.call(g), typeof g.next);
const all = [g.next('ignored'), g.next('sent'), g.throw('error'), g.next(), g.next(), g.return('r' as any)];
for (const r of await Promise.allSettled(all)) log(r);
async function* throwing() { yield 1; throw new Error('inside'); }
const t = throwing(); log(await t.next()); log(await t.next().catch((e) => e.message), await t.next());
const r = gen(); log(await r.return('early' as any), await r.next());
const u = gen(); log(await u.throw('unstarted').catch((e) => 'rejected ' + e), await u.next());
async function* yieldsRejected() { try { yield Promise.reject('bad'); } catch (e) { log('in generator', e); yield 'recovered'; } }
for await (const x of yieldsRejected()) log(x);
log(await gen().return(Promise.reject('x') as any).catch((e) => 'return rejected ' + e));
