setTimeout(() => console.log('before'), 5);
setTimeout(() => { process.nextTick(() => console.log('tick never')); Promise.resolve().then(() => console.log('promise never')); throw new Error('boom'); }, 30);
setTimeout(() => console.log('never'), 60);
console.log('sync');
