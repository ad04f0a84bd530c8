process.on('uncaughtException', (e: any, origin) => console.log('uncaught', e.message ?? e, origin));
process.on('uncaughtExceptionMonitor', (e: any) => console.log('monitor', e.message ?? e));
setTimeout(() => { console.log('throws'); throw new Error('from timer'); }, 10);
setTimeout(() => console.log('the next timer runs'), 10);
setTimeout(() => { process.nextTick(() => { throw new Error('from tick'); }); process.nextTick(() => console.log('next tick runs')); }, 40);
setTimeout(() => { queueMicrotask(() => { throw new Error('from microtask'); }); queueMicrotask(() => console.log('next microtask runs')); }, 80);
setTimeout(() => { Promise.reject(new Error('rejected')); }, 110);
setTimeout(() => { setImmediate(() => { throw 'a string'; }); setImmediate(() => console.log('next immediate runs')); }, 140);
const t = setInterval(() => { console.log('interval'); clearInterval(t); throw new Error('from interval'); }, 200);
