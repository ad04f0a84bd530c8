// Regular expressions as a tree. The engine has read the pattern before and found it right, so nothing here looks for errors; what a class or an
// escape stands for is left to the engine as well (sets.ts).

export type Tree =
  | { readonly kind: 'set'; readonly source: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Tree[] }
  | { readonly kind: 'choice'; readonly parts: readonly Tree[] }
  /** index 0: it captures nothing. */
  | { readonly kind: 'group'; readonly part: Tree; readonly index: number }
  | { readonly kind: 'look'; readonly part: Tree; readonly behind: boolean; readonly negated: boolean }
  | { readonly kind: 'reference'; readonly index: number }
  | { readonly kind: 'assertion'; readonly what: '^' | '$' | 'b' | 'B' }
  /** It has the groups after `from` up to `to`. */
  | {
      readonly kind: 'repeat';
      readonly part: Tree;
      readonly min: number;
      readonly max: number;
      readonly greedy: boolean;
      readonly from: number;
      readonly to: number;
    };

export interface Parsed {
  readonly tree: Tree;
  readonly groups: number;
  readonly names: readonly (readonly [string, number])[];
}

/** The pattern uses what is not read here. */
export class Unread extends Error {}

const NAME = /^\(\?<([^=!>][^>]*)>/;
const QUANTIFIER = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/;

export function parse(source: string, flags: string): Parsed {
  return new Parser(source, /[uv]/.test(flags), flags.includes('v')).whole();
}

class Parser {
  readonly #source: string;
  readonly #unicode: boolean;
  readonly #nested: boolean;
  #at = 0;
  #groups = 0;
  readonly #total: number;
  readonly #names: [string, number][] = [];

  constructor(source: string, unicode: boolean, nested: boolean) {
    this.#source = source;
    this.#unicode = unicode;
    this.#nested = nested;
    this.#total = this.#countGroups();
  }

  whole(): Parsed {
    const tree = this.#choice();
    if (this.#at < this.#source.length) throw new Unread(this.#source);
    return { tree, groups: this.#groups, names: this.#names };
  }

  /** Also of those that come after a reference to them. */
  #countGroups(): number {
    let count = 0;
    for (let i = 0; i < this.#source.length; i++) {
      const char = this.#source[i];
      if (char === '\\') i++;
      else if (char === '[') i = this.#classEnd(i) - 1;
      else if (char === '(') {
        const name = NAME.exec(this.#source.slice(i, i + 200))?.[1];
        if (name === undefined && this.#source[i + 1] === '?') continue;
        count++;
        if (name !== undefined) {
          if (this.#names.some(([other]) => other === name)) throw new Unread(this.#source);
          this.#names.push([
            name.replace(/\\u(?:\{([\da-fA-F]+)\}|([\da-fA-F]{4}))/g, (_, long, short) =>
              String.fromCodePoint(Number.parseInt(long ?? short, 16)),
            ),
            count,
          ]);
        }
      }
    }
    return count;
  }

  #classEnd(start: number): number {
    let depth = 0;
    for (let i = start; i < this.#source.length; i++) {
      const char = this.#source[i];
      if (char === '\\') {
        // Strings of several characters in a class.
        if (this.#nested && (this.#source[i + 1] === 'q' || this.#source[i + 1] === 'p')) throw new Unread(this.#source);
        i++;
      } else if (char === '[' && (depth === 0 || this.#nested)) depth++;
      else if (char === ']' && --depth === 0) return i + 1;
    }
    throw new Unread(this.#source);
  }

  #choice(): Tree {
    const parts = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at++;
      parts.push(this.#sequence());
    }
    return parts.length === 1 ? (parts[0] as Tree) : { kind: 'choice', parts };
  }

  #sequence(): Tree {
    const parts: Tree[] = [];
    while (this.#at < this.#source.length && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')') {
      const from = this.#groups;
      const part = this.#term();
      parts.push(this.#repeated(part, from));
    }
    return parts.length === 1 ? (parts[0] as Tree) : { kind: 'sequence', parts };
  }

  #repeated(part: Tree, from: number): Tree {
    const found = QUANTIFIER.exec(this.#source.slice(this.#at, this.#at + 60));
    if (!found) return part;
    const [text, least, comma, most] = found;
    this.#at += text.length;
    const one = text[0];
    const min = one === '*' || one === '?' ? 0 : one === '+' ? 1 : Number(least);
    const max =
      one === '?'
        ? 1
        : one === '*' || one === '+'
          ? Number.POSITIVE_INFINITY
          : comma === undefined
            ? min
            : most
              ? Number(most)
              : Number.POSITIVE_INFINITY;
    return { kind: 'repeat', part, min, max, greedy: !(text.length > 1 && text.endsWith('?')), from, to: this.#groups };
  }

  #set(length: number, source = this.#source.slice(this.#at, this.#at + length)): Tree {
    this.#at += length;
    return { kind: 'set', source };
  }

  #term(): Tree {
    const char = this.#source[this.#at] as string;
    switch (char) {
      case '^':
      case '$':
        this.#at++;
        return { kind: 'assertion', what: char };
      case '(':
        return this.#group();
      case '[':
        return this.#set(this.#classEnd(this.#at) - this.#at);
      case '\\':
        return this.#escape();
      case '.':
        return this.#set(1);
      case ']':
      case '{':
      case '}':
        return this.#set(1, `\\${char}`);
      default:
        return this.#set(this.#unicode ? String.fromCodePoint(this.#source.codePointAt(this.#at) as number).length : 1);
    }
  }

  #group(): Tree {
    const rest = this.#source.slice(this.#at, this.#at + 200);
    const look = /^\(\?(<?)([=!])/.exec(rest);
    const name = NAME.exec(rest);
    let index = 0;
    if (look) this.#at += look[0].length;
    else if (rest.startsWith('(?:')) this.#at += 3;
    else if (name) this.#at += name[0].length;
    else if (rest.startsWith('(?')) throw new Unread(this.#source);
    else this.#at++;
    if (name || rest[1] !== '?') index = ++this.#groups;
    const part = this.#choice();
    this.#at++;
    if (look) return { kind: 'look', part, behind: look[1] === '<', negated: look[2] === '!' };
    return { kind: 'group', part, index };
  }

  #escape(): Tree {
    const rest = this.#source.slice(this.#at, this.#at + 200);
    const next = rest[1] as string;
    if (next === 'b' || next === 'B') {
      this.#at += 2;
      return { kind: 'assertion', what: next };
    }
    if (next >= '1' && next <= '9') return this.#number(/^\\(\d+)/.exec(rest)?.[1] as string);
    if (next === 'k' && (this.#unicode || this.#names.length > 0)) {
      const name = /^\\k<([^>]*)>/.exec(rest);
      const index = this.#names.find(([each]) => each === name?.[1])?.[1];
      if (!name || index === undefined) throw new Unread(this.#source);
      this.#at += name[0].length;
      return { kind: 'reference', index };
    }
    if (next === 'c' && !/^\\c[a-zA-Z]/.test(rest)) return this.#set(1, '\\\\');
    const whole = this.#unicode
      ? /^\\(?:u\{[^}]*\}|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u.{4}|x..|[pP]\{[^}]*\}|c.|[\s\S])/u.exec(rest)
      : /^\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[a-zA-Z]|[0-3][0-7]{0,2}|[4-7][0-7]?|[\s\S])/.exec(rest);
    if (!whole) throw new Unread(this.#source);
    // Properties of strings match several characters.
    if (this.#nested && /^\\p\{/.test(whole[0])) throw new Unread(this.#source);
    return this.#set(whole[0].length);
  }

  /** A reference, or, where there is no such group, a character by its number. */
  #number(digits: string): Tree {
    const index = Number(digits);
    if (this.#unicode || index <= this.#total) {
      this.#at += 1 + digits.length;
      return { kind: 'reference', index };
    }
    const octal = /^(?:[0-3][0-7]{0,2}|[4-7][0-7]?)/.exec(digits)?.[0];
    if (octal === undefined) return this.#set(2, digits[0] as string);
    return this.#set(1 + octal.length, `\\x${Number.parseInt(octal, 8).toString(16).padStart(2, '0')}`);
  }
}
