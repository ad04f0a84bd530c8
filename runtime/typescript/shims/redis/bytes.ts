// Byte strings as the cache tells them, one character a byte, and the program's text and Buffers.
import { worker } from '../../kernel/worker.ts';
import { decodeUtf8, encodeUtf8 } from '../web/utf8.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
const ASCII = /^[\x00-\x7f]*$/;

function fromBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function toBytes(wire: string): Uint8Array {
  const bytes = new Uint8Array(wire.length);
  for (let i = 0; i < wire.length; i++) bytes[i] = wire.charCodeAt(i);
  return bytes;
}

export function toWire(value: unknown): string {
  if (typeof value === 'string') return ASCII.test(value) ? value : fromBytes(encodeUtf8(value));
  if (value === null || value === undefined) return '';
  if (value instanceof Uint8Array) return fromBytes(value);
  return toWire(String(value));
}

export function toText(wire: string): string {
  return ASCII.test(wire) ? wire : decodeUtf8(toBytes(wire), true);
}

export function toBuffer(wire: string): unknown {
  return (worker().globals.Buffer as { from(bytes: Uint8Array): unknown }).from(toBytes(wire));
}
