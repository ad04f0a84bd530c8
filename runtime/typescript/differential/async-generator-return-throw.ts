const log = (...a: unknown[]) => console.log(a.join(' '));
const show = (name: string) => [(r: any) => log(name, JSON.stringify(r)), (e: any) => log(name, 'rejected', e?.message ?? e)] as const;
async function* gen() { try { yield 1; yield 2; } catch (e: any) { log('caught', e.message); yield 'recovered'; } finally { log('cleanup'); await null; log('cleaned'); } }
const a = gen(); a.next().then(...show('a1')); a.return('r' as any).then(...show('a2')); a.next().then(...show('a3'));
const b = gen(); b.next().then(...show('b1')); b.throw(new Error('boom')).then(...show('b2')); b.next().then(...show('b3')); b.next().then(...show('b4'));
const c = gen(); c.return('unstarted' as any).then(...show('c1')); c.next().then(...show('c2'));
const d = gen(); d.throw(new Error('unstarted')).then(...show('d1')); d.next().then(...show('d2'));
const e = gen(); e.return(Promise.reject(new Error('rejected return')) as any).then(...show('e1')); e.next().then(...show('e2'));
async function* fails() { yield 1; throw new Error('from body'); }
const f = fails(); f.next().then(...show('f1')); f.next().then(...show('f2')); f.next().then(...show('f3'));
async function* yieldsRejected() { try { yield Promise.reject(new Error('yielded')); } catch (x: any) { log('inside', x.message); yield 'after'; } }
const g = yieldsRejected(); g.next().then(...show('g1')); g.next().then(...show('g2'));
async function* returnsRejected() { try { return Promise.reject(new Error('returned')); } catch (x: any) { log('inside', x.message); return 'kept'; } }
returnsRejected().next().then(...show('h1'));
const k = gen(); k.next(); k.return(Promise.resolve('awaited') as any).then(...show('k'));
