// crypto: the global of the web and node:crypto. Random values come from the guest's own seeded stream.
import { GLOBAL_MAKERS } from '../../kernel/globals.ts';
import { spend } from '../../kernel/meter.ts';
import { notSimulated } from '../../kernel/worker.ts';
import { Buffer } from '../buffer.ts';
import { DOMException } from '../dom-exception.ts';
import { bytesOf } from '../encoding.ts';
import { typedArrayName } from '../inspect/kinds.ts';
import { checkFunction } from '../node-errors.ts';
import { random } from '../random.ts';
import * as costs from './costs.ts';
import { coded, createHash, createHmac, Hash, Hmac, hashName, hashNames, implementation } from './hashes.ts';
import { keyDerivation } from './key-derivation.ts';
import { runOnThread } from './thread-pool.ts';

const MOST_RANDOM = 65_536;
const AVAILABLE =
  'createHash, createHmac, pbkdf2, pbkdf2Sync, scrypt, scryptSync, randomBytes, randomFillSync, randomInt, randomUUID, timingSafeEqual, getHashes, webcrypto (getRandomValues, randomUUID, subtle.digest)';

function fill(bytes: Uint8Array): void {
  const stream = random();
  for (let i = 0; i < bytes.length; i += 4) {
    const bits = stream.bits();
    for (let j = i; j < i + 4 && j < bytes.length; j++) bytes[j] = bits >>> ((j - i) * 8);
  }
}

function makeRandom(size: number): Buffer {
  if (typeof size !== 'number')
    throw coded(new TypeError(`The "size" argument must be of type number. Received ${typeof size}`), 'ERR_INVALID_ARG_TYPE');
  if (!(size >= 0 && size <= 2 ** 31 - 1))
    throw coded(
      new RangeError(`The value of "size" is out of range. It must be >= 0 && <= 2147483647. Received ${size}`),
      'ERR_OUT_OF_RANGE',
    );
  const bytes = Buffer.alloc(size);
  fill(bytes);
  return bytes;
}

function randomBytes(size: number, callback?: unknown): Buffer | undefined {
  const ns = costs.RANDOM_BYTES_NS + costs.RANDOM_BYTE_NS * size;
  if (callback === undefined) {
    spend(ns, 'crypto.randomBytes', size, 'bytes');
    return makeRandom(size);
  }
  checkFunction(callback, 'callback');
  const bytes = makeRandom(size);
  runOnThread(ns, () => callback(null, bytes));
  return undefined;
}

function randomUUID(): string {
  spend(costs.RANDOM_NS, 'crypto.randomUUID', 1, 'ids');
  const bytes = new Uint8Array(16);
  fill(bytes);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function randomInt(first: number, second?: unknown, third?: unknown): number | undefined {
  const [least, most, callback] = typeof second === 'number' ? [first, second, third] : [0, first, second];
  for (const [name, value] of [
    ['min', least],
    ['max', most],
  ] as const)
    if (!Number.isSafeInteger(value))
      throw coded(
        new TypeError(`The "${name}" argument must be a safe integer. Received ${typeof value} (${String(value)})`),
        'ERR_INVALID_ARG_TYPE',
      );
  if (most <= least)
    throw coded(
      new RangeError(`The value of "max" is out of range. It must be greater than the value of "min" (${least}). Received ${most}`),
      'ERR_OUT_OF_RANGE',
    );
  const stream = random();
  const value = least + Math.floor((((stream.bits() >>> 5) * 67_108_864 + (stream.bits() >>> 6)) / 2 ** 53) * (most - least));
  if (callback === undefined) {
    spend(costs.RANDOM_NS, 'crypto.randomInt', 1, 'numbers');
    return value;
  }
  checkFunction(callback, 'callback');
  runOnThread(costs.RANDOM_NS, () => callback(null, value));
  return undefined;
}

function getRandomValues<View extends ArrayBufferView>(view: View): View {
  if (!ArrayBuffer.isView(view) || typedArrayName(view)?.startsWith('Float'))
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  if (view.byteLength > MOST_RANDOM) throw new DOMException(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
  spend(costs.RANDOM_NS + costs.RANDOM_BYTE_NS * view.byteLength, 'crypto.getRandomValues', view.byteLength, 'bytes');
  fill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return view;
}

function timingSafeEqual(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const [left, right] = [bytesOf(a), bytesOf(b)];
  if (left.length !== right.length)
    throw coded(new RangeError('Input buffers must have the same byte length'), 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH');
  spend(costs.RANDOM_NS + left.length, 'crypto.timingSafeEqual', left.length, 'bytes');
  return left.every((byte, i) => byte === right[i]);
}

function digest(algorithm: unknown, data: unknown): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const asked = typeof algorithm === 'object' && algorithm !== null ? (algorithm as { name?: unknown }).name : algorithm;
    const name = /^sha-(1|256|384|512)$/i.test(String(asked)) ? hashName(asked) : null;
    if (name === null) {
      reject(new DOMException('Unrecognized algorithm name', 'NotSupportedError'));
      return;
    }
    const bytes = bytesOf(data).slice();
    runOnThread(costs.HASH_CALL_NS + (costs.BYTE_NS[name] as number) * bytes.length, () =>
      resolve(implementation(name)(bytes).slice().buffer as ArrayBuffer),
    );
  });
}

/** Functions that are not simulated say so when they are called. */
function refusing(known: Record<string, unknown>, names: string, prefix: string, available: string): Record<string, unknown> {
  for (const name of names.split(/\s+/)) known[name] ??= () => notSimulated(`${prefix}${name}()`, available);
  return known;
}

const makeSubtle = () =>
  refusing(
    { digest },
    'encrypt decrypt sign verify generateKey importKey exportKey deriveKey deriveBits wrapKey unwrapKey',
    'crypto.subtle.',
    'crypto.subtle.digest, and createHash, createHmac, pbkdf2, scrypt of node:crypto',
  );

const makeWebCrypto = () => ({ getRandomValues, randomUUID, subtle: makeSubtle() });

GLOBAL_MAKERS.push(() => ({ crypto: makeWebCrypto() }));
export const CRYPTO_MODULES = {
  'node:crypto': () =>
    refusing(
      {
        ...keyDerivation,
        createHash,
        createHmac,
        Hash,
        Hmac,
        getHashes: () => [...hashNames],
        randomBytes,
        randomUUID,
        randomInt,
        randomFillSync: (view: ArrayBufferView) => {
          fill(bytesOf(view));
          spend(costs.RANDOM_BYTES_NS, 'crypto.randomFillSync', view.byteLength, 'bytes');
          return view;
        },
        getRandomValues,
        timingSafeEqual,
        webcrypto: makeWebCrypto(),
        subtle: makeSubtle(),
      },
      `createCipheriv createDecipheriv createSign createVerify sign verify createDiffieHellman createECDH generateKeyPair generateKeyPairSync
      createPrivateKey createPublicKey createSecretKey hkdf hkdfSync publicEncrypt privateDecrypt randomFill`,
      'crypto.',
      AVAILABLE,
    ),
};
