// TextEncoder, TextDecoder, atob, btoa.
import { GLOBAL_MAKERS, SHARED } from '../kernel/globals.ts';
import { spend } from '../kernel/meter.ts';
import { notSimulated } from '../kernel/worker.ts';
import { DOMException } from './dom-exception.ts';
import { decodeUtf8, encodeUtf8 } from './web/utf8.ts';

/** A byte encoded or decoded (measured: Node 20). */
const BYTE_NS = 0.25;
const CALL_NS = 60;

const UTF8 = ['utf-8', 'utf8', 'unicode-1-1-utf-8'];
const LATIN1 = ['latin1', 'iso-8859-1', 'ascii', 'us-ascii', 'windows-1252'];

export class TextEncoder {
  get encoding(): string {
    return 'utf-8';
  }

  encode(text: unknown = ''): Uint8Array {
    const bytes = encodeUtf8(String(text));
    spend(CALL_NS + BYTE_NS * bytes.length, 'TextEncoder.encode', bytes.length, 'bytes');
    return bytes;
  }

  encodeInto(text: string, into: Uint8Array): { read: number; written: number } {
    let read = 0;
    let written = 0;
    for (const character of text) {
      const bytes = encodeUtf8(character);
      if (written + bytes.length > into.length) break;
      into.set(bytes, written);
      written += bytes.length;
      read += character.length;
    }
    spend(CALL_NS + BYTE_NS * written, 'TextEncoder.encodeInto', written, 'bytes');
    return { read, written };
  }
}

export class TextDecoder {
  readonly #encoding: 'utf-8' | 'windows-1252';
  readonly #fatal: boolean;
  readonly #ignoreBom: boolean;
  /** Bytes of a character that a stream's last chunk has begun. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor(label: unknown = 'utf-8', options: { fatal?: boolean; ignoreBOM?: boolean } = {}) {
    const name = String(label).trim().toLowerCase();
    if (!UTF8.includes(name) && !LATIN1.includes(name)) notSimulated(`TextDecoder('${name}')`, 'utf-8, latin1');
    this.#encoding = UTF8.includes(name) ? 'utf-8' : 'windows-1252';
    this.#fatal = Boolean(options.fatal);
    this.#ignoreBom = Boolean(options.ignoreBOM);
  }

  get encoding(): string {
    return this.#encoding;
  }

  get fatal(): boolean {
    return this.#fatal;
  }

  get ignoreBOM(): boolean {
    return this.#ignoreBom;
  }

  decode(input?: ArrayBuffer | ArrayBufferView, options: { stream?: boolean } = {}): string {
    const given = bytesOf(input);
    spend(CALL_NS + BYTE_NS * given.length, 'TextDecoder.decode', given.length, 'bytes');
    if (this.#encoding === 'windows-1252') return Array.from(given, (byte) => String.fromCharCode(byte)).join('');
    let bytes = given;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + given.length);
      bytes.set(this.#rest);
      bytes.set(given, this.#rest.length);
    }
    const whole = options.stream ? completeLength(bytes) : bytes.length;
    this.#rest = bytes.slice(whole);
    const text = decodeUtf8(bytes.subarray(0, whole), this.#ignoreBom);
    if (this.#fatal && text.includes('\ufffd') && !isValid(bytes.subarray(0, whole), text))
      throw Object.assign(new TypeError('The encoded data was not valid for encoding utf-8'), {
        code: 'ERR_ENCODING_INVALID_ENCODED_DATA',
      });
    return text;
  }
}

function isValid(bytes: Uint8Array, text: string): boolean {
  const again = encodeUtf8(text);
  const from = bytes.length - again.length === 3 ? 3 : 0;
  return bytes.length - from === again.length && again.every((byte, i) => byte === bytes[i + from]);
}

/** Length without a character that is not complete. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

export function bytesOf(input: unknown): Uint8Array {
  if (input === undefined) return new Uint8Array(0);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  throw Object.assign(new TypeError('The "input" argument must be an instance of ArrayBuffer or ArrayBufferView.'), {
    code: 'ERR_INVALID_ARG_TYPE',
  });
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function btoa(given: unknown): string {
  const text = String(given);
  let result = '';
  for (let i = 0; i < text.length; i += 3) {
    const codes = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)] as [number, number, number];
    if (codes.some((code) => code > 255)) throw new DOMException('Invalid character', 'InvalidCharacterError');
    const bits = (codes[0] << 16) | ((codes[1] || 0) << 8) | (codes[2] || 0);
    const digit = (shift: number) => DIGITS[(bits >> shift) & 63] as string;
    result += digit(18) + digit(12) + (i + 1 < text.length ? digit(6) : '=') + (i + 2 < text.length ? digit(0) : '=');
  }
  spend(CALL_NS + BYTE_NS * result.length, 'btoa', result.length, 'characters');
  return result;
}

export function atob(given: unknown): string {
  let text = String(given).replace(/[\t\n\f\r ]/g, '');
  if (text.length % 4 === 0) text = text.replace(/==?$/, '');
  if (/[^A-Za-z0-9+/]/.test(text)) throw new DOMException('Invalid character', 'InvalidCharacterError');
  if (text.length % 4 === 1) throw new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  let result = '';
  let bits = 0;
  let have = 0;
  for (const character of text) {
    bits = ((bits << 6) | DIGITS.indexOf(character)) & 0xffffff;
    have += 6;
    if (have < 8) continue;
    have -= 8;
    result += String.fromCharCode((bits >> have) & 255);
  }
  spend(CALL_NS + BYTE_NS * text.length, 'atob', text.length, 'characters');
  return result;
}

SHARED.push(TextEncoder, TextDecoder);
GLOBAL_MAKERS.push(() => ({ TextEncoder, TextDecoder, atob, btoa }));
