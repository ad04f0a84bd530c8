const c = new AbortController(); const { signal } = c;
signal.addEventListener('abort', () => console.log('1 listener')); signal.onabort = () => console.log('2 onabort'); signal.addEventListener('abort', (e) => console.log('3', e.type, e.target === signal, (e as any).isTrusted), { once: true });
const any = AbortSignal.any([signal, new AbortController().signal]); any.addEventListener('abort', () => console.log('any', any.reason));
const nested = AbortSignal.any([any]); nested.addEventListener('abort', () => console.log('nested', nested.aborted));
Promise.resolve().then(() => console.log('microtask')); console.log('aborting'); c.abort('reason'); c.abort('again'); console.log('aborted', signal.aborted, signal.reason, any.aborted);
signal.addEventListener('abort', () => console.log('never: too late')); try { signal.throwIfAborted(); } catch (e) { console.log('threw', e); }
const t = AbortSignal.timeout(20); t.addEventListener('abort', () => console.log(t.reason.name, t.reason.code, t.reason.message)); console.log(t.aborted);
setTimeout(() => console.log('later', t.aborted, AbortSignal.any([t, signal]).reason), 80);
const d = new AbortController(); d.signal.addEventListener('abort', () => { throw new Error('listener throws'); }); d.signal.addEventListener('abort', () => console.log('others still run')); process.on('uncaughtException', (e) => console.log('uncaught', e.message)); d.abort(); console.log('abort returned', d.signal.reason.name, d.signal.reason instanceof DOMException, d.signal.reason instanceof Error);
const work = (ms: number, s: AbortSignal) => new Promise((ok, no) => { if (s.aborted) return no(s.reason); const timer = setTimeout(ok, ms, 'done'); s.addEventListener('abort', () => { clearTimeout(timer); no(s.reason); }, { once: true }); });
const e = new AbortController(); setTimeout(() => e.abort(new Error('user left')), 120); console.log(await Promise.allSettled([work(100, e.signal), work(2000, e.signal), work(1, AbortSignal.abort('early'))]).then((r) => r.map((x: any) => x.value ?? x.reason.message ?? x.reason)));
console.log(signal, c, Object.prototype.toString.call(c), typeof AbortSignal.timeout, AbortSignal.abort().reason.message);
const target = new EventTarget(); target.addEventListener('x', (ev: any) => console.log(ev.type, ev.detail, ev.defaultPrevented), { signal: AbortSignal.any([]) }); target.dispatchEvent(new CustomEvent('x', { detail: 5 }));
