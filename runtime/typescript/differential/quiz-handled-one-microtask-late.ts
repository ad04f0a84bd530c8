process.on('unhandledRejection', (reason) => console.log('unhandled', reason));
process.on('rejectionHandled', () => console.log('rejectionHandled'));
const a = Promise.reject('a');
queueMicrotask(() => a.catch((e) => console.log('caught in microtask', e)));
const b = Promise.reject('b');
process.nextTick(() => b.catch((e) => console.log('caught in tick', e)));
const c = Promise.reject('c');
setImmediate(() => c.catch((e) => console.log('caught in immediate', e)));
const p1 = new Promise((_, reject) => setTimeout(reject, 30, 'p1'));
const p2 = new Promise((_, reject) => setTimeout(reject, 60, 'p2'));
(async () => {
  try { await p1; } catch (e) { console.log('awaited', e); }
  try { await p2; } catch (e) { console.log('awaited', e); }
})();
