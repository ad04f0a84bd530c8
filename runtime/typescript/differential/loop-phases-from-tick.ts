let n = 0;
const tick = () => { console.log('tick', ++n); if (n < 3) process.nextTick(tick); Promise.resolve().then(() => console.log('promise after tick', n)); };
process.nextTick(tick);
setImmediate(() => { process.nextTick(() => { console.log('A'); process.nextTick(() => console.log('B')); Promise.resolve().then(() => { console.log('C'); process.nextTick(() => console.log('D')); }); }); process.nextTick(() => console.log('E')); });
