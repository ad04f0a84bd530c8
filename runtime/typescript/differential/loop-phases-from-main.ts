setTimeout(() => console.log('timeout 20'), 20);
setImmediate(() => console.log('immediate'));
process.nextTick(() => console.log('tick 1'));
Promise.resolve().then(() => { console.log('promise 1'); process.nextTick(() => console.log('tick from promise')); }).then(() => console.log('promise 2'));
queueMicrotask(() => console.log('microtask'));
process.nextTick((a: string, b: number) => console.log('tick with', a, b), 'arguments', 2);
console.log('sync');
