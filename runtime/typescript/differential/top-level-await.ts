console.log('a');
const value = await Promise.resolve('b');
console.log(value);
setTimeout(() => console.log('timer'), 30);
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise'));
await null;
console.log('after await');
await new Promise<void>((r) => setImmediate(r));
console.log('after immediate');
await new Promise<void>((r) => process.nextTick(r));
console.log('after tick');
export const later = await (async () => { await null; return 'exported'; })();
console.log(later);
{ const scoped = await Promise.resolve('block'); console.log(scoped); }
if (await Promise.resolve(true)) { function hoisted() { return 'hoisted'; } console.log(hoisted()); }
console.log(typeof before, before());
function before() { return 'function before its declaration'; }
var declared = await 1; console.log(declared, typeof this);
class Late { static v = 'static'; } console.log(Late.v);
