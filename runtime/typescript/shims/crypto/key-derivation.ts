// pbkdf2 and scrypt: the real keys, and the CPU that OpenSSL takes for them.
import { pbkdf2 as derivePbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt as deriveScrypt } from '@noble/hashes/scrypt.js';
import { spend } from '../../kernel/meter.ts';
import { worker } from '../../kernel/worker.ts';
import { Buffer } from '../buffer.ts';
import { checkFunction } from '../node-errors.ts';
import * as costs from './costs.ts';
import { coded, hashName, implementation, toBytes } from './hashes.ts';
import { runOnThread } from './thread-pool.ts';

/** A key to be derived: its price, and how it is made. */
interface Task {
  readonly what: string;
  readonly ns: number;
  readonly size: number;
  readonly unit: string;
  make(): Uint8Array;
}

// Programs check the same passwords again and again, and an iteration is slow in JavaScript.
const MOST_KNOWN = 4_096;
const known = new Map<string, Uint8Array>();

function remembered(key: string, make: () => Uint8Array): Uint8Array {
  let found = known.get(key);
  if (!found) {
    found = make();
    if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value as string);
    known.set(key, found);
  }
  return found;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function checkInteger(value: unknown, name: string, least: number): asserts value is number {
  if (typeof value !== 'number')
    throw coded(new TypeError(`The "${name}" argument must be of type number. Received ${typeof value}`), 'ERR_INVALID_ARG_TYPE');
  if (!Number.isInteger(value) || value < least || value > 2 ** 31 - 1)
    throw coded(
      new RangeError(`The value of "${name}" is out of range. It must be >= ${least} && <= 2147483647. Received ${value}`),
      'ERR_OUT_OF_RANGE',
    );
}

function pbkdf2Task(password: unknown, salt: unknown, iterations: unknown, length: unknown, digest: unknown): Task {
  const secret = toBytes(password, 'password');
  const seasoning = toBytes(salt, 'salt');
  checkInteger(iterations, 'iterations', 1);
  checkInteger(length, 'keylen', 0);
  const name = hashName(digest);
  if (name === null) throw coded(new TypeError(`Invalid digest: ${String(digest)}`), 'ERR_CRYPTO_INVALID_DIGEST');
  const hash = implementation(name);
  const blocks = Math.ceil(length / hash.outputLen);
  return {
    what: 'crypto.pbkdf2',
    ns: 2_000 + (costs.PBKDF2_NS[name] as number) * iterations * blocks,
    size: iterations,
    unit: 'iterations',
    make: () =>
      remembered(`${name} ${iterations} ${length} ${hex(secret)} ${hex(seasoning)}`, () =>
        length === 0 ? new Uint8Array(0) : derivePbkdf2(hash, secret, seasoning, { c: iterations, dkLen: length }),
      ),
  };
}

interface ScryptOptions {
  readonly N?: number;
  readonly cost?: number;
  readonly r?: number;
  readonly blockSize?: number;
  readonly p?: number;
  readonly parallelization?: number;
  readonly maxmem?: number;
}

function scryptTask(password: unknown, salt: unknown, length: unknown, options: ScryptOptions = {}): Task {
  const secret = toBytes(password, 'password');
  const seasoning = toBytes(salt, 'salt');
  checkInteger(length, 'keylen', 0);
  const N = options.N ?? options.cost ?? 16_384;
  const r = options.r ?? options.blockSize ?? 8;
  const p = options.p ?? options.parallelization ?? 1;
  const maxmem = options.maxmem ?? 32 * 1024 * 1024;
  const memory = 128 * N * r;
  if (N < 2 || (N & (N - 1)) !== 0 || memory > maxmem)
    throw coded(
      new RangeError(memory > maxmem ? 'Invalid scrypt params: memory limit exceeded' : 'Invalid scrypt params'),
      'ERR_CRYPTO_INVALID_SCRYPT_PARAMS',
    );
  return {
    what: 'crypto.scrypt',
    ns: 20_000 + costs.SCRYPT_NS * N * r * p,
    size: N * r * p,
    unit: 'blocks',
    make: () =>
      remembered(`scrypt ${N} ${r} ${p} ${length} ${hex(secret)} ${hex(seasoning)}`, () =>
        deriveScrypt(secret, seasoning, { N, r, p, dkLen: length, maxmem: memory * 2 + 2 ** 20 }),
      ),
  };
}

function now(task: Task): unknown {
  spend(task.ns, task.what, task.size, task.unit);
  return Buffer.from(task.make());
}

function later(task: Task, callback: unknown): void {
  checkFunction(callback, 'callback');
  // A machine of one core has no other for the thread: the loop waits for it.
  if (worker().options.cpuCount <= 1) spend(task.ns, task.what, task.size, task.unit);
  runOnThread(worker().options.cpuCount <= 1 ? 0 : task.ns, () => callback(null, Buffer.from(task.make())));
}

export const keyDerivation = {
  pbkdf2Sync: (password: unknown, salt: unknown, iterations: unknown, length: unknown, digest: unknown) =>
    now(pbkdf2Task(password, salt, iterations, length, digest)),
  pbkdf2: (password: unknown, salt: unknown, iterations: unknown, length: unknown, digest: unknown, callback: unknown) =>
    later(pbkdf2Task(password, salt, iterations, length, digest), callback),
  scryptSync: (password: unknown, salt: unknown, length: unknown, options?: ScryptOptions) =>
    now(scryptTask(password, salt, length, options)),
  scrypt(password: unknown, salt: unknown, length: unknown, options: unknown, callback?: unknown) {
    const own = typeof options === 'function' ? undefined : (options as ScryptOptions);
    later(scryptTask(password, salt, length, own), typeof options === 'function' ? options : callback);
  },
};
