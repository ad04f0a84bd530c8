console.log('script start');
setTimeout(() => console.log('setTimeout'), 30);
Promise.resolve().then(() => console.log('promise1')).then(() => console.log('promise2'));
async function async1() { console.log('async1 start'); await async2(); console.log('async1 end'); }
async function async2() { console.log('async2'); }
async1();
new Promise<void>((resolve) => { console.log('promise executor'); resolve(); console.log('after resolve'); }).then(() => console.log('promise3'));
console.log('script end');
