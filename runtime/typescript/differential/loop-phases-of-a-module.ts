console.log('a');
setTimeout(()=>console.log('t'),0);
setImmediate(()=>console.log('i'));
process.nextTick(()=>console.log('n'));
Promise.resolve().then(()=>console.log('p'));
