import { EventEmitter, errorMonitor, on, once, setMaxListeners } from 'node:events';
const e = new EventEmitter({ captureRejections: true }); e.on('error', (x) => console.log('captured', x.message)); e.on('go', async (n: number) => { await null; if (n > 1) throw new Error('async listener ' + n); console.log('fine', n); });
e.emit('go', 1); e.emit('go', 2); console.log('emitted');
class Job extends EventEmitter { async run(steps: number) { this.emit('start', steps); for (let i = 0; i < steps; i++) { await null; this.emit('progress', i); } this.emit('end'); return this; } [Symbol.for('nodejs.rejection')](err: Error, event: string, ...args: unknown[]) { console.log('own handler', err.message, event, args); } constructor() { super({ captureRejections: true }); } }
const job = new Job(); job.on('start', (n) => console.log('start', n)); job.once('progress', (i) => console.log('first progress', i)); job.on('progress', (i) => console.log('progress', i)); job.on('end', async () => { throw new Error('at the end'); });
setTimeout(async () => {
  await job.run(2);
  try { await once(e, 'never', { signal: AbortSignal.timeout(5) }); } catch (x: any) { console.log(x.name, x.cause?.name); }
  setTimeout(() => e.emit('value', 1, 2), 5); console.log(await once(e, 'value'));
  setTimeout(() => job.emit('error', new Error('while waiting')), 5); await once(job, 'value').catch((x) => console.log('rejected', x.message));
  const stop = new AbortController(); setTimeout(() => { job.emit('item', 'a'); job.emit('item', 'b'); setTimeout(() => { job.emit('item', 'c'); stop.abort(); }, 5); }, 5);
  try { for await (const [x] of on(job, 'item', { signal: stop.signal })) console.log('item', x); } catch (x: any) { console.log(x.name); } console.log(job.listenerCount('item'), job.listenerCount('error'));
}, 30);
const o = new EventEmitter(); o.on(errorMonitor, (x) => console.log('monitored', x.message)); try { o.emit('error', new Error('unheard')); } catch (x: any) { console.log('thrown', x.message); } try { o.emit('error', { not: 'an error' }); } catch (x: any) { console.log(x.code, x.message); }
const f = () => console.log('f'); o.on('newListener', (name) => console.log('new', name)); o.on('removeListener', (name) => console.log('removed', name)); o.on('a', f); o.prependOnceListener('a', () => console.log('prepended')); o.emit('a'); o.off('a', f); o.emit('a'); console.log(o.eventNames(), o.rawListeners('a').length);
const during = new EventEmitter(); during.on('x', function first(this: EventEmitter) { console.log('first', this === during); during.off('x', second); during.on('x', () => console.log('added while emitting')); }); function second() { console.log('second still called once'); } during.on('x', second); during.emit('x'); console.log('--'); during.emit('x'); setMaxListeners(50, during); console.log(during.getMaxListeners(), during);
