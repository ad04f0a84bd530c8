const fail = (m: string) => Promise.reject(new Error(m));
fail('a').then(() => console.log('no'), (e) => { console.log('second argument', e.message); throw new Error('from handler'); }).catch((e) => console.log(e.message)).then(() => console.log('goes on'));
fail('b').catch(() => fail('c')).catch((e) => console.log(e.message));
Promise.resolve().then(() => { throw new TypeError('t'); }).catch((e) => e instanceof TypeError).then((v) => console.log(v));
(async () => { try { fail('not awaited').catch(() => console.log('side')); } catch { console.log('never'); } })();
(async () => { const p = fail('later'); p.catch(() => {}); await null; try { await p; } catch (e: any) { console.log('awaited later', e.message); } })();
const e = new Error('outer', { cause: new Error('inner') }); console.log((e.cause as Error).message, e instanceof Error, Object.prototype.hasOwnProperty.call(e, 'cause'));
class AppError extends Error { constructor(m: string, readonly code: number) { super(m); this.name = 'AppError'; } }
try { throw new AppError('custom', 42); } catch (x: any) { console.log(String(x), x.code, x instanceof AppError, x instanceof Error, x.constructor.name); }
try { null!.f(); } catch (x: any) { console.log(x.name); } try { (undefined as any).x; } catch (x: any) { console.log(x.message); } try { (undeclared as any); } catch (x: any) { console.log(x.name, x.message); }
