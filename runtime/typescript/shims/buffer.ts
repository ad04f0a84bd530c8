// Buffer: the package of that name, which browsers use in place of Node's, with base64url and the CPU that Node's takes.
import { Buffer, constants, INSPECT_MAX_BYTES, kMaxLength } from 'buffer';
import { GLOBAL_MAKERS, SHARED } from '../kernel/globals.ts';
import { spend } from '../kernel/meter.ts';
import { atob, btoa } from './encoding.ts';
import { Blob } from './web/blob.ts';

/** A call, and a byte by encoding (measured: Node 20). */
const CALL_NS = 65;
const WRITE_NS: Readonly<Record<string, number>> = { hex: 4, base64: 1, base64url: 1 };
const READ_NS: Readonly<Record<string, number>> = { hex: 4, base64: 0.3, base64url: 0.3 };
const BYTE_NS = 0.2;

const isUrl = (encoding: unknown): boolean => typeof encoding === 'string' && encoding.toLowerCase() === 'base64url';
const fromUrl = (text: string): string => text.replace(/-/g, '+').replace(/_/g, '/');

type Method = (this: unknown, ...args: unknown[]) => unknown;
function replace(holder: object, name: string, make: (native: Method) => Method): void {
  const native = (holder as Record<string, Method>)[name] as Method;
  const value = make(native);
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(holder, name, { value, writable: true, configurable: true });
}

replace(Buffer, 'from', (native) => (...args) => {
  const [value, encoding] = args;
  const made = (
    typeof value === 'string' && isUrl(encoding) ? native.call(Buffer, fromUrl(value), 'base64') : native.apply(Buffer, args)
  ) as Buffer;
  spend(CALL_NS + (WRITE_NS[String(encoding)] ?? BYTE_NS) * made.length, 'Buffer.from', made.length, 'bytes');
  return made;
});
replace(Buffer, 'concat', (native) => (...args) => {
  const made = native.apply(Buffer, args) as Buffer;
  spend(CALL_NS + BYTE_NS * made.length, 'Buffer.concat', made.length, 'bytes');
  return made;
});
replace(Buffer, 'alloc', (native) => (...args) => {
  const made = native.apply(Buffer, args) as Buffer;
  spend(CALL_NS + 0.05 * made.length, 'Buffer.alloc', made.length, 'bytes');
  return made;
});
replace(Buffer, 'isEncoding', (native) => (encoding) => isUrl(encoding) || native.call(Buffer, encoding));
replace(Buffer, 'byteLength', (native) => (value, encoding) => native.call(Buffer, value, isUrl(encoding) ? 'base64' : encoding));
replace(
  Buffer.prototype,
  'toString',
  (native) =>
    function (this: unknown, ...args) {
      const text = (
        isUrl(args[0])
          ? (native.call(this, 'base64', args[1], args[2]) as string).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
          : native.apply(this, args)
      ) as string;
      spend(CALL_NS + (READ_NS[String(args[0])] ?? 0.1) * text.length, 'Buffer.toString', text.length, 'characters');
      return text;
    },
);
Object.defineProperty(Buffer, 'name', { value: 'Buffer' });

export { Buffer };

SHARED.push(Buffer);
GLOBAL_MAKERS.push(() => ({ Buffer }));
export const BUFFER_MODULES = { 'node:buffer': () => ({ Buffer, Blob, constants, INSPECT_MAX_BYTES, kMaxLength, atob, btoa }) };
