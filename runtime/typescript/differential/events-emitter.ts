import { EventEmitter, errorMonitor, getEventListeners, on, once } from 'node:events';
import Default from 'node:events';

const shown = (f: () => unknown) => {
  try {
    console.log(f());
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    console.log(name, message, code);
  }
};

console.log(Default === EventEmitter, Default.EventEmitter === EventEmitter, EventEmitter.defaultMaxListeners);
shown(() => new EventEmitter().emit('error', new RangeError('x')));
for (const value of ['text', { a: 1 }, undefined, null]) shown(() => new EventEmitter().emit('error', value));
for (const value of [undefined, null, {}, 5, 'foo', [], new Map()]) shown(() => new EventEmitter().on('a', value as never));
shown(() => new EventEmitter().setMaxListeners(-1));
shown(() => new EventEmitter().setMaxListeners('x' as never));

const emitter = new EventEmitter();
const order: unknown[] = [];
const listener = (...args: unknown[]) => order.push(['listener', ...args]);
emitter.on('newListener', (name) => order.push(['new', name]));
emitter.on('removeListener', (name) => order.push(['removed', name]));
emitter.once('a', listener);
emitter.prependListener('a', () => order.push('first'));
emitter.prependOnceListener('a', () => order.push('first of all'));
console.log(emitter.eventNames(), emitter.listenerCount('a'), emitter.listeners('a')[2] === listener, emitter.rawListeners('a')[2] === listener);
console.log(emitter.emit('a', 1, 2), emitter.emit('a', 3), emitter.emit('nothing'));
emitter.off('a', listener);
emitter.removeAllListeners();
console.log(order, emitter.eventNames(), emitter.listenerCount('a'));

const monitored = new EventEmitter();
monitored.on(errorMonitor, (error) => console.log('monitor', error.message));
monitored.on('error', (error) => console.log('handled', error.message));
monitored.emit('error', new Error('seen'));

// A listener that is removed meanwhile is still called: the list is what it was.
const changing = new EventEmitter();
const second = () => console.log('second');
changing.on('x', () => {
  changing.off('x', second);
  changing.on('x', () => console.log('third'));
});
changing.on('x', second);
changing.emit('x');
changing.emit('x');
console.log(getEventListeners(changing, 'x').length);

class Mine extends EventEmitter {
  override emit(name: string, ...args: unknown[]): boolean {
    console.log('emits', name);
    return super.emit(name, ...args);
  }
}
new Mine().on('y', () => console.log('y')).emit('y');

function Old(this: EventEmitter) {
  EventEmitter.call(this);
}
Object.setPrototypeOf(Old.prototype, EventEmitter.prototype);
new (Old as never as typeof EventEmitter)().on('z', () => console.log('old')).emit('z');

const waiting = new EventEmitter();
const order2: string[] = [];
const noted = once(waiting, 'ready').then((values) => order2.push(`once ${values.join()}`));
waiting.emit('ready', 1, 2);
Promise.resolve()
  .then(() => order2.push('1'))
  .then(() => order2.push('2'))
  .then(() => order2.push('3'))
  .then(() => order2.push('4'));
await noted;
await null;
await null;
console.log(order2);

const failing = once(waiting, 'ready').catch((error) => console.log('failed', error.message));
waiting.emit('error', new Error('boo'));
await failing;
await once(waiting, 'x', { signal: AbortSignal.abort() }).catch((error) => console.log(error.name, error.message, error.code, error.cause.name));
const controller = new AbortController();
const aborted = once(waiting, 'x', { signal: controller.signal }).catch((error) => console.log(error.name, error.cause.message));
controller.abort(new Error('why'));
await aborted;
console.log(waiting.eventNames());

setTimeout(() => {
  waiting.emit('item', 1, 2);
  waiting.emit('item', 3);
  waiting.emit('end');
}, 5);
for await (const values of on(waiting, 'item', { close: ['end'] } as never)) console.log(values);
setTimeout(() => waiting.emit('error', new Error('ended')), 5);
try {
  for await (const _ of on(waiting, 'item'));
} catch (error) {
  console.log((error as Error).message);
}
const capturing = new EventEmitter({ captureRejections: true });
capturing.on('error', (error) => console.log('captured', error.message));
capturing.on('x', async () => {
  throw new Error('async');
});
capturing.emit('x');
