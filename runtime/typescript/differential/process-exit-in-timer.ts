process.on('exit', (code) => { console.log('exit', code, process.exitCode); setTimeout(() => console.log('never'), 0); process.nextTick(() => console.log('no tick')); Promise.resolve().then(() => console.log('no promise')); });
process.once('exit', () => console.log('second listener'));
process.on('beforeExit', () => console.log('never: exit was asked for'));
setTimeout(() => { console.log('going'); try { process.exit(3); } finally { console.log('finally does not run'); } }, 10);
setTimeout(() => console.log('never'), 40);
