// Blob and FormData, as far as bodies need them.

import { GuestPromise } from '../../kernel/promise.ts';
import { takeInternals } from '../internals.ts';
import { ReadableStream } from './readable-stream.ts';
import { decodeUtf8, encodeUtf8, scalarText } from './utf8.ts';

export function toBytes(part: unknown): Uint8Array {
  if (part instanceof Blob) return blobInternals.bytesOf(part);
  if (part instanceof ArrayBuffer) return new Uint8Array(part.slice(0));
  if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice();
  return encodeUtf8(String(part));
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export class Blob {
  readonly #bytes: Uint8Array;
  readonly #type: string;

  constructor(parts: Iterable<unknown> = [], options: { type?: string } = {}) {
    if (typeof parts !== 'object' || parts === null || !(Symbol.iterator in parts))
      throw Object.assign(new TypeError('The "sources" argument must be a sequence'), { code: 'ERR_INVALID_ARG_TYPE' });
    this.#bytes = concatBytes([...parts].map(toBytes));
    const type = String(options.type ?? '');
    this.#type = /^[\x20-\x7e]*$/.test(type) ? type.toLowerCase() : '';
  }

  static bytesOf(blob: Blob): Uint8Array {
    return blob.#bytes;
  }

  get size(): number {
    return this.#bytes.length;
  }

  get type(): string {
    return this.#type;
  }

  slice(start?: number, end?: number, type?: string): Blob {
    return new Blob([this.#bytes.slice(start, end)], { type });
  }

  text(): unknown {
    return GuestPromise.from(decodeUtf8(this.#bytes));
  }

  bytes(): unknown {
    return GuestPromise.from(this.#bytes.slice());
  }

  arrayBuffer(): unknown {
    return GuestPromise.from(this.#bytes.slice().buffer);
  }

  stream(): ReadableStream {
    return ReadableStream.from([this.#bytes.slice()]);
  }

  get [Symbol.toStringTag](): string {
    return 'Blob';
  }
}

export const blobInternals = takeInternals(Blob, 'bytesOf');

export class FormData {
  #pairs: [string, string | Blob][] = [];

  static #value(value: unknown): string | Blob {
    return value instanceof Blob ? value : scalarText(String(value));
  }

  append(name: string, value: unknown): void {
    this.#pairs.push([scalarText(String(name)), FormData.#value(value)]);
  }

  delete(name: string): void {
    this.#pairs = this.#pairs.filter((pair) => pair[0] !== String(name));
  }

  get(name: string): string | Blob | null {
    return this.#pairs.find((pair) => pair[0] === String(name))?.[1] ?? null;
  }

  getAll(name: string): (string | Blob)[] {
    return this.#pairs.filter((pair) => pair[0] === String(name)).map((pair) => pair[1]);
  }

  has(name: string): boolean {
    return this.#pairs.some((pair) => pair[0] === String(name));
  }

  set(name: string, value: unknown): void {
    const wanted = scalarText(String(name));
    const first = this.#pairs.find((pair) => pair[0] === wanted);
    if (!first) {
      this.append(wanted, value);
      return;
    }
    first[1] = FormData.#value(value);
    this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== wanted);
  }

  *entries(): IterableIterator<[string, string | Blob]> {
    for (const [name, value] of this.#pairs) yield [name, value];
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.#pairs) yield name;
  }

  *values(): IterableIterator<string | Blob> {
    for (const [, value] of this.#pairs) yield value;
  }

  forEach(callback: (value: string | Blob, name: string, form: FormData) => void, thisArgument?: unknown): void {
    for (const [name, value] of this.#pairs) callback.call(thisArgument, value, name, this);
  }

  get [Symbol.toStringTag](): string {
    return 'FormData';
  }

  [Symbol.iterator](): IterableIterator<[string, string | Blob]> {
    return this.entries();
  }
}
