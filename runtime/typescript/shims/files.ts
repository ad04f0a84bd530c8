// node:fs as far as a server's program needs it: its own files, to be read. Reading takes the four steps on libuv's threads that Node takes (open,
// stat, read, close), so that its callback comes as many passes of the loop later. And node:url.
import { programFiles } from '../kernel/program-files.ts';
import { GuestPromise } from '../kernel/promise.ts';
import { charge } from '../kernel/worker.ts';
import { Buffer } from './buffer.ts';
import { runOnThread } from './crypto/thread-pool.ts';
import { checkFunction, invalidArgument } from './node-errors.ts';
import { URL } from './web/url.ts';
import { URLSearchParams } from './web/url-search-params.ts';

/** CPU of one step on a thread, and of reading at once (measured: Node 20, a file of 2 kB). */
const STEP_NS = 15_000;
const STEPS = 4;
const AT_ONCE_NS = 25_000;
const ROOT = '/app/';

function nameOf(path: unknown): string {
  if (path instanceof URL) return fileURLToPath(path);
  if (typeof path === 'string') return path;
  throw invalidArgument('path', 'of type string or an instance of Buffer or URL', path);
}

const find = (name: string): string | undefined => programFiles.read(name.replace(/^\.\//, '').replace(ROOT, ''));

function missing(name: string, call: string): Error {
  const error = new Error(`ENOENT: no such file or directory, ${call} '${name}'`);
  return Object.assign(error, { errno: -2, code: 'ENOENT', syscall: call, path: name });
}

function contents(name: string, options: unknown): unknown {
  const text = find(name);
  if (text === undefined) throw missing(name, 'open');
  const encoding = typeof options === 'string' ? options : (options as { encoding?: string } | null | undefined)?.encoding;
  const bytes = Buffer.from(text);
  return encoding ? bytes.toString(encoding as BufferEncoding) : bytes;
}

function check(name: string): void {
  if (find(name) === undefined) throw missing(name, 'access');
}

/** Calls back with what `take` gives, after so many steps on a thread. */
function later(steps: number, take: () => unknown, done: (error: unknown, value?: unknown) => void): void {
  runOnThread(STEP_NS, () => {
    if (steps > 1) {
      later(steps - 1, take, done);
      return;
    }
    let value: unknown;
    try {
      value = take();
    } catch (error) {
      done(error);
      return;
    }
    done(null, value);
  });
}

function promised(steps: number, take: () => unknown): GuestPromise {
  const promise = GuestPromise.pending();
  later(steps, take, (error, value) => (error ? GuestPromise.rejectWith(promise, error) : GuestPromise.fulfill(promise, value)));
  return promise;
}

const promises = {
  readFile: (path: unknown, options?: unknown) => promised(STEPS, () => contents(nameOf(path), options)),
  access: (path: unknown) => promised(1, () => check(nameOf(path))),
};

const files = {
  readFile(path: unknown, options: unknown, callback?: unknown) {
    const done = callback ?? options;
    checkFunction(done, 'cb');
    const name = nameOf(path);
    later(STEPS, () => contents(name, options === done ? undefined : options), done);
  },
  access(path: unknown, mode: unknown, callback?: unknown) {
    const done = callback ?? mode;
    checkFunction(done, 'cb');
    const name = nameOf(path);
    later(1, () => check(name), done);
  },
  readFileSync(path: unknown, options?: unknown) {
    charge(AT_ONCE_NS);
    return contents(nameOf(path), options);
  },
  existsSync(path: unknown) {
    charge(AT_ONCE_NS);
    return (typeof path === 'string' || path instanceof URL) && find(nameOf(path)) !== undefined;
  },
};

function fileURLToPath(url: unknown): string {
  const parsed = typeof url === 'string' ? new URL(url) : (url as URL);
  if (!(parsed instanceof URL)) throw invalidArgument('path', 'of type string or an instance of URL', url);
  if (parsed.protocol === 'file:') return decodeURIComponent(parsed.pathname);
  throw Object.assign(new TypeError('The URL must be of scheme file'), { code: 'ERR_INVALID_URL_SCHEME' });
}

const pathToFileURL = (path: string): URL => new URL(`file://${path.startsWith('/') ? path : ROOT + path}`);

export const FILE_MODULES = {
  'node:fs': () => ({ ...files, promises: { ...promises } }),
  'node:fs/promises': () => ({ ...promises }),
  'node:url': () => ({ URL, URLSearchParams, fileURLToPath, pathToFileURL }),
};
