setTimeout(() => console.log('A 80'), 80);
setTimeout(() => console.log('B 20'), 20);
setTimeout(() => console.log('C 80'), 80);
setTimeout(() => { console.log('D 20'); setTimeout(() => console.log('E 0 from D'), 0); process.nextTick(() => console.log('tick of D')); }, 20);
setTimeout(() => console.log('F 20'), 20);
setTimeout(() => console.log('G one'), 1); setTimeout(() => console.log('H zero'), 0); setTimeout(() => console.log('I none')); setTimeout(() => console.log('J negative'), -5); setTimeout(() => console.log('K NaN'), NaN); setTimeout(() => console.log('L text'), '1' as any);
