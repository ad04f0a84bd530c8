const t = setTimeout(() => {}, 10);
console.log(t.constructor.name, typeof t[Symbol.toPrimitive](), t.hasRef(), t.unref() === t, t.hasRef(), t.ref().hasRef(), typeof t.refresh, typeof t.close);
const i = setImmediate(() => {});
console.log(i.constructor.name, i.hasRef(), i.unref().hasRef(), i.ref().hasRef());
clearTimeout(t); clearImmediate(i);
for (const f of [setTimeout, setInterval, setImmediate, queueMicrotask, process.nextTick] as any[]) for (const v of [undefined, 'text', null]) try { f(v); } catch (e: any) { console.log(f.name, e.name, e.code, e.message); }
setTimeout((...a: unknown[]) => console.log('arguments', a), 5, 1, 'two', { three: 3 });
setImmediate((...a: unknown[]) => console.log('arguments', a), [1], null);
setTimeout(function (this: any) { console.log(this?.constructor?.name); }, 30);
const every = setInterval((x: string) => { console.log(x); clearInterval(every); }, 60, 'interval argument');
console.log(setTimeout.name, setTimeout.length, clearTimeout.name, queueMicrotask.length, setImmediate.length);
