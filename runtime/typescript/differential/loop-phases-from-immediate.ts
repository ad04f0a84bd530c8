setImmediate(() => {
  console.log('immediate 1');
  setImmediate(() => console.log('immediate in immediate'));
  process.nextTick(() => console.log('tick 1'));
  Promise.resolve().then(() => console.log('promise 1'));
});
setImmediate(() => { console.log('immediate 2'); Promise.resolve().then(() => console.log('promise 2')); process.nextTick(() => console.log('tick 2')); });
const cleared = setImmediate(() => console.log('never')); clearImmediate(cleared);
setImmediate((a: number, b: number) => console.log('sum', a + b), 1, 2);
