setTimeout(() => {
  console.log('timer');
  setTimeout(() => console.log('timer in timer'), 20);
  setImmediate(() => console.log('immediate in timer'));
  process.nextTick(() => console.log('tick in timer'));
  Promise.resolve().then(() => console.log('promise in timer')).then(() => process.nextTick(() => console.log('tick in promise in timer')));
  queueMicrotask(() => console.log('microtask in timer'));
}, 5);
setTimeout(() => console.log('second timer of the same time'), 5);
