// Libraries whose locks, semaphores and queues are watched: where each tells of it (shims/watch.ts). Their own text stays what it is otherwise.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

interface Watched {
  readonly file: RegExp;
  /** Statements of the library, and what comes right before or after them. Each stands in it once. */
  readonly tells: readonly { readonly at: string; readonly before?: string; readonly after?: string }[];
}

const WATCHED: readonly Watched[] = [
  {
    file: /async-mutex\/index\.mjs$/,
    tells: [
      { at: 'this._weightedWaiters = [];', after: "made(this, 'semaphore', 'Semaphore', _value);" },
      { at: 'this._semaphore = new Semaphore(1, cancelError);', after: "made(this._semaphore, 'lock', 'Mutex', 1);" },
      { at: 'const task = { resolve, reject, weight, priority };', after: 'asks(this, task, this._queue.length);' },
      { at: 'item.resolve([previousValue, this._newReleaser(item.weight)]);', before: 'got(this, item, item.weight);' },
      { at: 'this._value += weight;', before: 'gaveBack(this, weight);' },
    ],
  },
  {
    file: /p-limit\/index\.js$/,
    tells: [
      { at: 'return generator;', before: "made(queue, 'semaphore', 'p-limit', concurrency, generator);" },
      { at: 'const queueItem = {reject};', after: 'asks(queue, queueItem, queue.size);' },
      { at: 'queue.dequeue().run();', before: 'got(queue, queue.peek());' },
      { at: 'activeCount--;', before: 'gaveBack(queue);' },
    ],
  },
  {
    file: /p-queue\/dist\/index\.js$/,
    tells: [
      { at: 'this.concurrency = options.concurrency;', after: "made(this, 'queue', 'PQueue', options.concurrency);" },
      { at: 'this.#queue.enqueue(run, options);', before: 'asks(this, run, this.#queue.size);' },
      { at: 'this.#pending++;', before: 'got(this, run);' },
      { at: '// Remove from running tasks', before: 'ended(this, run);' },
      { at: 'this.#pending--;', before: 'gaveBack(this);' },
    ],
  },
];

export function tellOfLocks(source: string, { file, tells }: Watched): string {
  let text = source;
  for (const { at, before = '', after = '' } of tells) {
    const parts = text.split(at);
    if (parts.length !== 2)
      throw new Error(`${file}: "${at}" stands in it ${parts.length - 1} times; what it tells of its locks must be put in anew`);
    text = `${parts[0]}${before}${at}${after}${parts[1]}`;
  }
  return `import { asks, ended, gaveBack, got, made } from 'surge/watch';${text}`;
}

export const watchLocks: Plugin = {
  name: 'watch-locks',
  setup({ onLoad }) {
    for (const watched of WATCHED) {
      onLoad({ filter: watched.file }, ({ path }) => ({ contents: tellOfLocks(readFileSync(path, 'utf8'), watched), loader: 'js' }));
    }
  },
};
