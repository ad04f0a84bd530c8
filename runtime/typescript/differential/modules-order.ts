import { b } from './b.js';
import { c } from './c.js';
import * as all from './reexport.js';
import main, { type Shape, count, increment } from './values.js';
console.log('main', b, c);
console.log(Object.keys(all).join(), all.renamed, typeof all.default, all.nested.c);
console.log(main(), count); increment(); console.log(count);
const shape: Shape = { x: 1 }; console.log(shape.x);
await null; const { late } = await import('./late.js'); console.log(late);
await import('./broken.js').catch((e) => console.log('import failed', e.message));
await import('./broken.js').catch((e) => console.log('again', e.message));
console.log((await import('./b.js')).b === b, (await import('./values.js')).count);
console.log(Object.prototype.toString.call(all), typeof import.meta.url);
try { (all as any).renamed = 1; } catch (e: any) { console.log(e.constructor.name); }
// file: b.ts
import { c } from './c.js';
console.log('b evaluates'); Promise.resolve().then(() => console.log('job of b')); process.nextTick(() => console.log('tick of b'));
export const b = 'b with ' + c;
// file: c.ts
console.log('c evaluates'); export const c = 'c';
// file: reexport.ts
export { b as renamed } from './b.js'; export * from './c.js'; export * as nested from './c.js'; export { default } from './values.js';
// file: values.ts
export interface Shape { x: number }
export let count = 0; export function increment() { count++; } export default function () { return 'default function'; }
// file: late.ts
console.log('late evaluates'); await null; export const late = 'late';
// file: broken.ts
console.log('broken evaluates'); throw new Error('broken module');
