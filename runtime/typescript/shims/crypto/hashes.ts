// createHash and createHmac.
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { SHARED } from '../../kernel/globals.ts';
import { spend } from '../../kernel/meter.ts';
import { Buffer } from '../buffer.ts';
import { inspect } from '../inspect/inspect.ts';
import * as costs from './costs.ts';

const HASHES = { md5, sha1, sha224, sha256, sha384, sha512 } as const;
export type HashName = keyof typeof HASHES;
export const hashNames = Object.keys(HASHES);

/** "SHA-256", "RSA-SHA256" and "sha256" are one; null: none that is here. */
export function hashName(given: unknown): HashName | null {
  const name = String(given).toLowerCase().replace(/^rsa-/, '').replace(/^sha-/, 'sha');
  return Object.hasOwn(HASHES, name) ? (name as HashName) : null;
}

export const implementation = (name: HashName) => HASHES[name];

export const coded = (error: Error, code: string): Error => Object.assign(error, { code });

/** Text or bytes as bytes; other values are Node's TypeError. */
export function toBytes(value: unknown, name: string, encoding?: unknown): Uint8Array {
  if (typeof value === 'string') return Buffer.from(value, (encoding === 'buffer' ? undefined : encoding) as BufferEncoding);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  const shown =
    value === null || value === undefined
      ? String(value)
      : typeof value === 'object'
        ? 'an instance of Object'
        : `type ${typeof value} (${inspect(value)})`;
  throw coded(
    new TypeError(`The "${name}" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${shown}`),
    'ERR_INVALID_ARG_TYPE',
  );
}

interface Running {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): Running;
}

class Digest {
  readonly #what: string;
  readonly #name: HashName;
  readonly #callNs: number;
  #running: Running | null;
  #bytes = 0;

  constructor(what: string, name: HashName, callNs: number, running: Running) {
    this.#what = what;
    this.#name = name;
    this.#callNs = callNs;
    this.#running = running;
  }

  update(data: unknown, encoding?: unknown): this {
    if (this.#running === null) throw finalized();
    const bytes = toBytes(data, 'data', encoding);
    this.#bytes += bytes.length;
    spend((costs.BYTE_NS[this.#name] as number) * bytes.length, this.#what, bytes.length, 'bytes');
    this.#running.update(bytes);
    return this;
  }

  digest(encoding?: unknown): unknown {
    if (this.#running === null) throw finalized();
    spend(this.#callNs, this.#what, this.#bytes, 'bytes');
    const result = Buffer.from(this.#running.digest());
    this.#running = null;
    return encoding === undefined || encoding === 'buffer' ? result : result.toString(encoding as BufferEncoding);
  }

  static copyOf(digest: Digest): [string, HashName, number, Running] {
    if (digest.#running === null) throw finalized();
    return [digest.#what, digest.#name, digest.#callNs, digest.#running.clone()];
  }
}

const finalized = () => coded(new Error('Digest already called'), 'ERR_CRYPTO_HASH_FINALIZED');

export class Hash extends Digest {
  copy(): Hash {
    return new Hash(...Digest.copyOf(this));
  }
}
export class Hmac extends Digest {}
SHARED.push(Digest, Hash, Hmac);

export function createHash(algorithm: unknown): Hash {
  const name = hashName(algorithm);
  if (name === null) throw new Error('Digest method not supported');
  return new Hash('crypto.createHash', name, costs.HASH_CALL_NS, implementation(name).create() as unknown as Running);
}

export function createHmac(algorithm: unknown, key: unknown): Hmac {
  const name = hashName(algorithm);
  const bytes = toBytes(key, 'key');
  if (name === null) throw coded(new TypeError(`Invalid digest: ${String(algorithm)}`), 'ERR_CRYPTO_INVALID_DIGEST');
  return new Hmac('crypto.createHmac', name, costs.HMAC_CALL_NS, hmac.create(implementation(name), bytes) as unknown as Running);
}
