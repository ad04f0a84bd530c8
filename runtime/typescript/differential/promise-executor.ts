const order: string[] = [];
new Promise((resolve) => { order.push('executor'); resolve(1); order.push('after resolve'); throw new Error('lost'); }).then((v) => order.push('then ' + v));
order.push('sync');
new Promise(() => { throw new RangeError('from executor'); }).catch((e) => order.push(e.name + ': ' + e.message));
new Promise((_, reject) => { reject('first'); reject('second'); }).catch((e) => order.push('rejected ' + e));
new Promise((resolve, reject) => { resolve('won'); reject('lost'); }).then((v) => order.push(String(v)), () => order.push('never'));
try { new (Promise as any)(); } catch (e: any) { order.push(e.constructor.name + ' ' + e.message); }
try { new (Promise as any)(5); } catch (e: any) { order.push(e.constructor.name + ' ' + e.message); }
try { new (Promise as any)({}); } catch (e: any) { order.push(e.constructor.name + ' ' + e.message); }
let settle!: (v: unknown) => void;
const self: Promise<unknown> = new Promise((r) => { settle = r; });
settle(self);
self.catch((e) => order.push(e.message));
const looped: Promise<unknown> = Promise.resolve().then(() => looped);
looped.catch((e) => order.push(e.message));
setTimeout(() => order.forEach((line) => console.log(line)), 5);
