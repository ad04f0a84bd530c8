import './slow.js';
import './quick.js';
import './after.js';
console.log('main');
setTimeout(() => console.log('timer of main'), 0);
// file: slow.ts
console.log('slow begins'); await new Promise((r) => setTimeout(r, 10)); console.log('slow ends');
// file: quick.ts
console.log('quick begins'); await null; console.log('quick ends');
// file: after.ts
import './slow.js'; console.log('after slow'); Promise.resolve().then(() => console.log('job of after'));
