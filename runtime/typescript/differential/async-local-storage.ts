import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';

const storage = new AsyncLocalStorage<string>();
const other = new AsyncLocalStorage<number>();
const say = (what: string) => console.log(what, storage.getStore(), other.getStore());

say('outside');
const result = storage.run('a', () => {
  say('run');
  other.run(1, () => say('both'));
  setTimeout(() => say('timeout'), 5);
  setImmediate(() => say('immediate'));
  process.nextTick(() => say('tick'));
  queueMicrotask(() => say('microtask'));
  Promise.resolve().then(() => say('then'));
  storage.exit(() => say('exit'));
  return 'result';
});
say(result);

async function work(name: string): Promise<void> {
  await storage.run(name, async () => {
    await null;
    say(name);
    await new Promise((resolve) => setTimeout(resolve, name === 'slow' ? 80 : 20));
    say(name);
  });
}
await Promise.all([work('slow'), work('fast')]);
say('after');

await storage.run('thrown', async () => {
  try {
    await Promise.reject(new Error('x'));
  } catch {
    say('caught');
  } finally {
    say('finally');
  }
});

const bound = storage.run('bound', () => AsyncLocalStorage.bind(() => storage.getStore()));
const snapshot = storage.run('snapshot', () => AsyncLocalStorage.snapshot());
storage.run('elsewhere', () => {
  console.log(bound());
  console.log(snapshot(() => storage.getStore()));
});
const resource = storage.run('resource', () => new AsyncResource('Mine'));
console.log(resource.runInAsyncScope((a: number, b: number) => [storage.getStore(), a, b], null, 1, 2));
const emitter = new EventEmitter();
storage.run('adding', () => emitter.on('x', () => say('emitted')));
storage.run('emitting', () => emitter.emit('x'));

async function entered(): Promise<void> {
  storage.enterWith('entered');
  await null;
  say('in');
}
await storage.run('before', async () => {
  await entered();
  say('out');
});
function* generator(): Generator<unknown> {
  yield storage.getStore();
}
console.log(storage.run('generator', () => [...generator()]));
storage.run(undefined as never, () => say('undefined'));
storage.disable();
say('disabled');
