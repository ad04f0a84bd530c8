new Promise<void>((r) => { r(); }).then(() => { console.log('1'); return new Promise<void>((r) => r()); }).then(() => console.log('2')).then(() => console.log('3'));
Promise.resolve().then(() => console.log('4')).then(() => console.log('5')).then(() => console.log('6')).then(() => console.log('7')).then(() => console.log('8'));
new Promise<void>((r) => r()).then(() => { console.log('a'); new Promise<void>((r) => r()).then(() => console.log('b')).then(() => console.log('c')); }).then(() => console.log('d'));
