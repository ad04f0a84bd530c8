setTimeout(() => console.log('timer before'), 5);
setTimeout(() => {
  Promise.reject(new Error('nobody cares'));
  queueMicrotask(() => console.log('microtask still runs'));
  process.nextTick(() => console.log('tick still runs'));
  setImmediate(() => console.log('immediate never'));
}, 30);
setTimeout(() => console.log('never'), 60);
