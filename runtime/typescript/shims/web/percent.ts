// Percent-encoding by the sets of the URL standard.
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** Whether a code point has to be encoded. */
export type EncodeSet = (code: number) => boolean;

const among =
  (characters: string, base: EncodeSet): EncodeSet =>
  (code) =>
    base(code) || (code < 0x80 && characters.includes(String.fromCharCode(code)));

export const C0_CONTROL: EncodeSet = (code) => code <= 0x1f || code > 0x7e;
export const FRAGMENT = among(' "<>`', C0_CONTROL);
export const QUERY = among(' "#<>', C0_CONTROL);
export const SPECIAL_QUERY = among("'", QUERY);
export const PATH = among('?`{}', QUERY);
export const USERINFO = among('/:;=@[\\]^|', PATH);
const COMPONENT = among('$%&+,', USERINFO);
export const FORM = among("!'()~", COMPONENT);

const hex = Array.from({ length: 256 }, (_, byte) => `%${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`);

export function percentEncode(text: string, set: EncodeSet): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (!set(code)) out += character;
    else if (code < 0x80) out += hex[code];
    else for (const byte of encodeUtf8(character)) out += hex[byte];
  }
  return out;
}

const HEX_PAIR = /^[0-9A-Fa-f]{2}$/;

/** Without an error for what is no UTF-8. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  const bytes = encodeUtf8(text);
  const out = new Uint8Array(bytes.length);
  let at = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    const pair = byte === 0x25 ? String.fromCharCode(bytes[i + 1] ?? 0, bytes[i + 2] ?? 0) : '';
    if (HEX_PAIR.test(pair)) {
      out[at++] = Number.parseInt(pair, 16);
      i += 2;
    } else out[at++] = byte;
  }
  return decodeUtf8(out.subarray(0, at), true);
}
