new Promise<void>((resolve) => { console.log('a0'); resolve(); })
  .then(() => {
    console.log('a1');
    new Promise<void>((resolve) => { console.log('b0'); resolve(); }).then(() => console.log('b1')).then(() => console.log('b2')).then(() => console.log('b3'));
  })
  .then(() => console.log('a2'))
  .then(() => { console.log('a3'); return new Promise<void>((r) => r()).then(() => console.log('c1')); })
  .then(() => console.log('a4'));
new Promise<void>((resolve) => { console.log('d0'); resolve(); }).then(() => console.log('d1')).then(() => console.log('d2')).then(() => console.log('d3')).then(() => console.log('d4')).then(() => console.log('d5')).then(() => console.log('d6'));
