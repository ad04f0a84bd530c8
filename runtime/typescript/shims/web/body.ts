// The body of a Request or a Response. A text stays a text until somebody asks for its bytes.

import { S } from '../../kernel/counters.ts';
import { GuestPromise } from '../../kernel/promise.ts';
import { notSimulated } from '../../kernel/worker.ts';
import { takeInternals } from '../internals.ts';
import { Blob, blobInternals, concatBytes, FormData, toBytes } from './blob.ts';
import { parseJson } from './json-cost.ts';
import { ReadableStream, streamInternals } from './readable-stream.ts';
import { URLSearchParams } from './url-search-params.ts';
import { decodeUtf8, encodeUtf8, scalarText } from './utf8.ts';

export type BodySource = string | Uint8Array | ReadableStream | null;

export const TEXT_TYPE = 'text/plain;charset=UTF-8';

/** What was given as a body, and its content type; null: none. */
export function extractBody(given: unknown): { source: BodySource; type: string | null } {
  if (typeof given === 'string') return { source: scalarText(given), type: TEXT_TYPE };
  if (given === null || given === undefined) return { source: null, type: null };
  if (typeof given !== 'object') return { source: String(given), type: TEXT_TYPE };
  if (given instanceof URLSearchParams) return { source: given.toString(), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  if (given instanceof Blob) return { source: blobInternals.bytesOf(given), type: given.type || null };
  if (given instanceof FormData) notSimulated('a body of FormData', 'text, JSON, URLSearchParams, bytes, streams');
  if (streamInternals.isStream(given)) {
    if (given.locked) throw new TypeError('Response body object should not be disturbed or locked');
    return { source: given, type: null };
  }
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return { source: toBytes(given), type: null };
  if (Symbol.asyncIterator in given) return { source: ReadableStream.from(given as AsyncIterable<unknown>), type: null };
  return { source: scalarText(String(given)), type: TEXT_TYPE };
}

type Read = (text: string) => unknown;
const asText: Read = (text) => text;

/** The prototype that Request and Response share. */
export abstract class Body {
  #source: BodySource = null;
  #stream: ReadableStream | null = null;
  #used = false;

  static setSource(owner: Body, source: BodySource): void {
    owner.#source = source;
  }

  static has(owner: Body): boolean {
    return owner.#source !== null;
  }

  /** Whether it was read, or somebody is about to. */
  static isUnusable(owner: Body): boolean {
    return owner.#used || (owner.#stream?.locked ?? (streamInternals.isStream(owner.#source) && owner.#source.locked));
  }

  /** The body itself, which then counts as read. A stream is read to its end by whoever gets it. */
  static take(owner: Body): BodySource {
    const source = owner.#stream ?? owner.#source;
    if (source !== null) owner.#used = true;
    return source;
  }

  /** A second body with the same content. */
  static copy(from: Body, to: Body): void {
    const stream = from.#stream ?? (streamInternals.isStream(from.#source) ? from.#source : null);
    if (!stream) {
      to.#source = from.#source;
      return;
    }
    const [one, two] = stream.tee();
    from.#source = one;
    from.#stream = null;
    to.#source = two;
  }

  static #check(owner: unknown): void {
    if (typeof owner !== 'object' || owner === null || !(#source in owner))
      throw Object.assign(new TypeError('Illegal invocation'), { code: 'ERR_INVALID_THIS' });
  }

  get body(): ReadableStream | null {
    Body.#check(this);
    if (this.#source === null) return null;
    if (streamInternals.isStream(this.#source)) return this.#source;
    const bytes = typeof this.#source === 'string' ? encodeUtf8(this.#source) : this.#source;
    this.#stream ??= new ReadableStream({
      type: 'bytes',
      pull: (controller) => {
        this.#used = true;
        if (bytes.length > 0) controller.enqueue(bytes);
        controller.close();
      },
    });
    return this.#stream;
  }

  get bodyUsed(): boolean {
    Body.#check(this);
    return this.#used;
  }

  text(): unknown {
    return this.#consume(asText, null);
  }

  json(): unknown {
    return this.#consume(parseJson, null);
  }

  arrayBuffer(): unknown {
    return this.#consume(null, (bytes) => bytes.slice().buffer);
  }

  bytes(): unknown {
    return this.#consume(null, (bytes) => bytes.slice());
  }

  blob(): unknown {
    return this.#consume(null, (bytes) => new Blob([bytes], { type: this.contentType() ?? '' }));
  }

  formData(): unknown {
    const type = this.contentType() ?? '';
    return this.#consume((text) => {
      if (/^multipart\/form-data/i.test(type))
        notSimulated('a body of multipart/form-data', 'text, JSON, application/x-www-form-urlencoded');
      if (!/^application\/x-www-form-urlencoded/i.test(type))
        throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
      const form = new FormData();
      for (const [name, value] of new URLSearchParams(text)) form.append(name, value);
      return form;
    }, null);
  }

  protected abstract contentType(): string | null;

  /** By text or by bytes, whichever is given. */
  #consume(read: Read | null, readBytes: ((bytes: Uint8Array) => unknown) | null): unknown {
    const promise = GuestPromise.pending();
    try {
      Body.#check(this);
      if (bodyInternals.isUnusable(this)) throw new TypeError('Body is unusable: Body has already been read');
      const source = bodyInternals.take(this);
      if (streamInternals.isStream(source)) GuestPromise.resolveWith(promise, readStream(source, read, readBytes));
      else GuestPromise.fulfill(promise, read ? read(textOf(source)) : readBytes?.(bytesOf(source)));
    } catch (error) {
      S.c(error);
      GuestPromise.rejectWith(promise, error);
    }
    return promise;
  }
}

export const bodyInternals = takeInternals(Body, 'setSource', 'has', 'isUnusable', 'take', 'copy');

export function textOf(source: string | Uint8Array | null): string {
  if (typeof source === 'string') return source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  return source === null ? '' : decodeUtf8(source);
}

function bytesOf(source: string | Uint8Array | null): Uint8Array {
  return typeof source === 'string' ? encodeUtf8(source) : (source ?? new Uint8Array(0));
}

async function readStream(stream: ReadableStream, read: Read | null, readBytes: ((bytes: Uint8Array) => unknown) | null): Promise<unknown> {
  const parts: Uint8Array[] = [];
  for await (const chunk of stream) {
    if (!ArrayBuffer.isView(chunk)) throw new TypeError('Received non-Uint8Array chunk');
    parts.push(toBytes(chunk));
  }
  const all = concatBytes(parts);
  return read ? read(decodeUtf8(all)) : readBytes?.(all);
}

/** The whole body as a text, at once where it can be. */
export function bodyText(owner: Body): string | GuestPromise {
  const source = bodyInternals.take(owner);
  if (streamInternals.isStream(source)) return readStream(source, asText, null) as unknown as GuestPromise;
  return textOf(source);
}
