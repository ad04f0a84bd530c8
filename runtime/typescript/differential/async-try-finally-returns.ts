const log = (...a: unknown[]) => console.log(...a);
async function a() { try { return await Promise.resolve('try'); } finally { log('finally a'); } }
async function b(): Promise<string> { try { return 'try'; } finally { await null; return 'finally wins'; } }
async function c() { try { throw new Error('lost'); } finally { return 'swallowed'; } }
async function d() { try { return Promise.reject(new Error('not caught here')); } catch { return 'never'; } }
async function e() { try { return await Promise.reject(new Error('caught here')); } catch (x: any) { return x.message; } finally { log('finally e'); } }
async function f() { for (const x of [1, 2, 3]) { try { if (x === 2) continue; if (x === 3) break; await null; log('body', x); } finally { await null; log('finally', x); } } return 'f'; }
async function g() { try { try { await Promise.reject('inner'); } finally { log('inner finally'); } } catch (x) { log('outer catch', x); throw 'rethrown'; } finally { log('outer finally'); } }
for (const x of [a, b, c, e, f]) log(await x());
await d().catch((x) => log('d:', x.message));
await g().catch((x) => log('g:', x));
const order: string[] = [];
await Promise.all([a().then(() => order.push('a')), e().then(() => order.push('e')), c().then(() => order.push('c'))]);
log(order);
