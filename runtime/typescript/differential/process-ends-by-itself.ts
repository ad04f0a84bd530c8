let rounds = 0;
process.on('beforeExit', (code) => { console.log('beforeExit', code); if (rounds++ < 2) setTimeout(() => console.log('more work', rounds), 5); });
process.on('exit', (code) => console.log('exit', code));
process.exitCode = 0;
setTimeout(() => console.log('work'), 10);
const idle = setInterval(() => console.log('never keeps it alive'), 5000); idle.unref();
console.log('main');
