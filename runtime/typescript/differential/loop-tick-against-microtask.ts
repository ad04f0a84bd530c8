setTimeout(() => {
  Promise.resolve().then(() => console.log('p1')).then(() => console.log('p2')).then(() => console.log('p3'));
  process.nextTick(() => { console.log('t1'); process.nextTick(() => console.log('t2')); });
  queueMicrotask(() => { console.log('m1'); queueMicrotask(() => console.log('m2')); process.nextTick(() => console.log('t3')); });
  (async () => { console.log('a0'); await null; console.log('a1'); await new Promise<void>((r) => process.nextTick(r)); console.log('a2'); })();
}, 1);
