// Hosts of the URL standard: domains, IPv4, IPv6, opaque hosts. Null: no valid host.
import { notSimulated } from '../../kernel/worker.ts';
import { C0_CONTROL, percentDecode, percentEncode } from './percent.ts';

const FORBIDDEN_HOST = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const FORBIDDEN_DOMAIN = /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/;

export function parseHost(input: string, special: boolean): string | null {
  if (input.startsWith('[')) {
    if (!input.endsWith(']')) return null;
    const pieces = parseIpv6(input.slice(1, -1));
    return pieces && `[${serializeIpv6(pieces)}]`;
  }
  if (!special) return FORBIDDEN_HOST.test(input) ? null : percentEncode(input, C0_CONTROL);
  const domain = percentDecode(input).toLowerCase().replaceAll('\u00ad', '');
  if (!/^[\0-\x7f]*$/.test(domain)) notSimulated(`a host with letters beyond ASCII (${input})`, 'its xn-- form');
  if (domain === '' || FORBIDDEN_DOMAIN.test(domain)) return null;
  if (!endsInNumber(domain)) return domain;
  const address = parseIpv4(domain);
  return address === null ? null : [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

function endsInNumber(domain: string): boolean {
  const parts = domain.split('.');
  if (parts.at(-1) === '') {
    if (parts.length === 1) return false;
    parts.pop();
  }
  const last = parts.at(-1) as string;
  return /^\d+$/.test(last) || parseNumber(last) !== null;
}

function parseNumber(text: string): number | null {
  if (text === '') return null;
  if (/^0x[0-9a-f]*$/i.test(text)) return text.length === 2 ? 0 : Number.parseInt(text, 16);
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^(0|[1-9]\d*)$/.test(text) ? Number(text) : null;
}

function parseIpv4(domain: string): number | null {
  const parts = domain.split('.');
  if (parts.at(-1) === '' && parts.length > 1) parts.pop();
  if (parts.length > 4) return null;
  const numbers = parts.map(parseNumber);
  const last = numbers.pop() as number | null;
  if (last === null || last >= 256 ** (4 - numbers.length)) return null;
  let address = last;
  for (const [i, number] of numbers.entries()) {
    if (number === null || number > 255) return null;
    address += number * 256 ** (3 - i);
  }
  return address;
}

function parseIpv6(input: string): number[] | null {
  let text = input;
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (dotted) {
    const bytes = dotted.slice(2);
    if (bytes.some((byte) => Number(byte) > 255 || (byte.length > 1 && byte.startsWith('0')))) return null;
    const [a, b, c, d] = bytes.map(Number) as [number, number, number, number];
    text = `${dotted[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const pieces = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (pieces.flat().some((piece) => !/^[0-9a-f]{1,4}$/i.test(piece))) return null;
  const [head, tail] = pieces.map((half) => half.map((piece) => Number.parseInt(piece, 16))) as [number[], number[] | undefined];
  if (!tail) return head.length === 8 ? head : null;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? null : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function serializeIpv6(pieces: readonly number[]): string {
  let best = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (pieces[i + length] === 0) length++;
    if (length > bestLength) {
      best = i;
      bestLength = length;
    }
    i += length;
  }
  const text = (from: number, to: number) =>
    pieces
      .slice(from, to)
      .map((piece) => piece.toString(16))
      .join(':');
  return best < 0 ? text(0, 8) : `${text(0, best)}::${text(best + bestLength, 8)}`;
}
