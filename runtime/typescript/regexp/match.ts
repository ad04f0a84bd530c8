// A backtracking matcher that counts its steps. It tries what ECMA-262 (22.2.2) says in the order it says, as the engine does.
import { assemble, OP, type Program } from './assemble.ts';
import { parse } from './parse.ts';
import { CharacterSet } from './sets.ts';

/** Steps between two reports. */
const REPORTED = 4096;
/** Numbers of one choice that is open: where to go on, the place, how much has been noted to be taken back, and how far a run may shrink (-1: no run). */
const CHOICE = 4;
/** V8's own limit: 64 MB. */
const MOST_NUMBERS = 16_000_000;

const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLineEnd = (unit: number) => unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029;

/** A stack of numbers. */
class Numbers {
  readonly list: number[] = new Array<number>(256).fill(0);
  size = 0;

  room(more: number): void {
    if (this.size + more <= this.list.length) return;
    if (this.size + more > MOST_NUMBERS) throw new RangeError('Maximum call stack size exceeded');
    for (let left = this.list.length; left > 0; left--) this.list.push(0);
  }
}

export type Report = (steps: number, total: number, matcher: Matcher) => void;

export class Matcher {
  readonly program: Program;
  readonly unicode: boolean;
  readonly #caseless: boolean;
  readonly #lines: boolean;
  readonly #words: CharacterSet;
  readonly #alike = new Map<string, CharacterSet>();
  readonly #report: Report;
  #text = '';
  #slots: number[] = [];
  readonly #open = new Numbers();
  /** Slot and what it held. */
  readonly #undo = new Numbers();
  #steps = 0;
  #told = 0;

  /** `report` is told of every so many steps, and of all of this match so far; it may throw. */
  constructor(
    readonly source: string,
    readonly flags: string,
    report: Report,
  ) {
    this.program = assemble(parse(source, flags), flags);
    this.unicode = /[uv]/.test(flags);
    this.#caseless = flags.includes('i');
    this.#lines = flags.includes('m');
    this.#words = new CharacterSet('\\w', flags);
    this.#report = report;
  }

  /** Places of the whole and the groups, -1 for what did not match; null: no match at `start` or, unless it is to be there, behind it. */
  match(text: string, start: number, sticky: boolean): readonly number[] | null {
    this.#text = text;
    this.#steps = 0;
    this.#told = 0;
    this.#slots = new Array<number>(this.program.slots).fill(-1);
    try {
      for (let at = start; at <= text.length; at++) {
        for (let slot = 0; slot < this.#slots.length; slot++) this.#slots[slot] = -1;
        this.#open.size = 0;
        this.#undo.size = 0;
        if (this.#run(0, at) >= 0) return this.#slots.slice(0, 2 * (this.program.groups + 1));
        if (sticky) return null;
        if (this.unicode && isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) at++;
      }
      return null;
    } finally {
      this.#text = '';
      this.#tell();
    }
  }

  #tell(): void {
    const steps = this.#steps - this.#told;
    this.#told = this.#steps;
    this.#report(steps, this.#steps, this);
  }

  #set(slot: number, value: number): void {
    const undo = this.#undo;
    undo.room(2);
    undo.list[undo.size++] = slot;
    undo.list[undo.size++] = this.#slots[slot] as number;
    this.#slots[slot] = value;
  }

  #choose(pc: number, at: number, least: number): void {
    const open = this.#open;
    open.room(CHOICE);
    open.list[open.size++] = pc;
    open.list[open.size++] = at;
    open.list[open.size++] = this.#undo.size;
    open.list[open.size++] = least;
  }

  #takeBack(size: number): void {
    const { list } = this.#undo;
    let at = this.#undo.size;
    while (at > size) {
      at -= 2;
      this.#slots[list[at] as number] = list[at + 1] as number;
    }
    this.#undo.size = size;
  }

  /** Where the character before `at` begins. */
  #before(at: number): number {
    return this.unicode && at > 1 && isLow(this.#text.charCodeAt(at - 1)) && isHigh(this.#text.charCodeAt(at - 2)) ? at - 2 : at - 1;
  }

  #after(at: number): number {
    return this.unicode && isHigh(this.#text.charCodeAt(at)) && isLow(this.#text.charCodeAt(at + 1)) ? at + 2 : at + 1;
  }

  #codeAt(at: number): number {
    return this.unicode ? (this.#text.codePointAt(at) as number) : this.#text.charCodeAt(at);
  }

  #isWord(at: number): boolean {
    return at >= 0 && at < this.#text.length && this.#words.has(this.#text.charCodeAt(at));
  }

  /** Where the match that begins at `pc` ends; -1: there is none. */
  #run(from: number, begin: number): number {
    const { code, sets } = this.program;
    const text = this.#text;
    const open = this.#open;
    const bottom = open.size;
    let pc = from;
    let at = begin;
    for (;;) {
      if (++this.#steps - this.#told >= REPORTED) this.#tell();
      let failed = false;
      switch (code[pc]) {
        case OP.MATCH:
          open.size = bottom;
          return at;
        case OP.SET:
          if (at < text.length && (sets[code[pc + 1] as number] as CharacterSet).has(this.#codeAt(at))) {
            at = this.#after(at);
            pc += 2;
          } else failed = true;
          break;
        case OP.SET_BEHIND: {
          const before = this.#before(at);
          if (before >= 0 && (sets[code[pc + 1] as number] as CharacterSet).has(this.#codeAt(before))) {
            at = before;
            pc += 2;
          } else failed = true;
          break;
        }
        case OP.SPLIT:
          this.#choose(code[pc + 2] as number, at, -1);
          pc = code[pc + 1] as number;
          break;
        case OP.JUMP:
          pc = code[pc + 1] as number;
          break;
        case OP.SAVE:
          this.#set(code[pc + 1] as number, at);
          pc += 2;
          break;
        case OP.CLEAR:
          for (let slot = 2 * (code[pc + 1] as number); slot <= 2 * (code[pc + 2] as number) + 1; slot++) this.#set(slot, -1);
          pc += 3;
          break;
        case OP.REFERENCE:
        case OP.REFERENCE_BEHIND: {
          const end = this.#reference(code[pc + 1] as number, at, code[pc] === OP.REFERENCE_BEHIND);
          if (end >= 0) {
            at = end;
            pc += 2;
          } else failed = true;
          break;
        }
        case OP.LINE_BEGIN:
          failed = !(at === 0 || (this.#lines && isLineEnd(text.charCodeAt(at - 1))));
          pc++;
          break;
        case OP.LINE_END:
          failed = !(at === text.length || (this.#lines && isLineEnd(text.charCodeAt(at))));
          pc++;
          break;
        case OP.WORD_EDGE:
        case OP.NO_WORD_EDGE:
          failed = (this.#isWord(at - 1) !== this.#isWord(at)) !== (code[pc] === OP.WORD_EDGE);
          pc++;
          break;
        case OP.LOOK: {
          const negated = code[pc + 2] === 1;
          const noted = this.#undo.size;
          const found = this.#run(pc + 3, at) >= 0;
          if (negated || !found) this.#takeBack(noted);
          failed = found === negated;
          pc = code[pc + 1] as number;
          break;
        }
        case OP.ZERO:
          this.#set(code[pc + 1] as number, 0);
          pc += 2;
          break;
        case OP.LOOP: {
          const counter = code[pc + 1] as number;
          const rounds = this.#slots[counter] as number;
          const out = code[pc + 6] as number;
          if (rounds >= (code[pc + 3] as number)) {
            pc = out;
            break;
          }
          if (rounds >= (code[pc + 2] as number)) {
            if (code[pc + 4] === 0) {
              // The body, if what follows fails: the choice goes on at the loop's own place, past this test.
              this.#choose(-1 - pc, at, -1);
              pc = out;
              break;
            }
            this.#choose(out, at, -1);
          }
          this.#set(counter + 1, at);
          pc = code[pc + 5] as number;
          break;
        }
        case OP.AGAIN: {
          const counter = code[pc + 1] as number;
          const rounds = this.#slots[counter] as number;
          if (rounds >= (code[pc + 2] as number) && this.#slots[counter + 1] === at) failed = true;
          else {
            this.#set(counter, rounds + 1);
            pc = code[pc + 3] as number;
          }
          break;
        }
        default:
          at = this.#runAhead(pc, at);
          failed = at < 0;
          pc += 4;
      }
      if (!failed) continue;
      if (open.size === bottom) return -1;
      open.size -= CHOICE;
      const { list, size } = open;
      pc = list[size] as number;
      at = list[size + 1] as number;
      const noted = list[size + 2] as number;
      const least = list[size + 3] as number;
      this.#takeBack(noted);
      if (pc < 0) {
        // A lazy loop goes once more around.
        pc = -1 - pc;
        this.#set((code[pc + 1] as number) + 1, at);
        pc = code[pc + 5] as number;
      } else if (least >= 0) {
        const behind = code[pc - 4] === OP.RUN_BEHIND;
        const shorter = behind ? this.#after(at) : this.#before(at);
        if (shorter !== least) this.#choose(pc, shorter, least);
        at = shorter;
      }
    }
  }

  /** As many characters of a set as there are; that there may be fewer is a choice. -1: there are too few. */
  #runAhead(pc: number, begin: number): number {
    const { code, sets } = this.program;
    const behind = code[pc] === OP.RUN_BEHIND;
    const set = sets[code[pc + 1] as number] as CharacterSet;
    const min = code[pc + 2] as number;
    const max = code[pc + 3] as number;
    const { length } = this.#text;
    let at = begin;
    let least = begin;
    for (let count = 0; count < max; count++) {
      const next = behind ? this.#before(at) : this.#after(at);
      if (behind ? next < 0 : at >= length) break;
      if (!set.has(this.#codeAt(behind ? next : at))) break;
      at = next;
      if (++this.#steps - this.#told >= REPORTED) this.#tell();
      if (count + 1 === min) least = at;
      if (count + 1 === max) break;
    }
    if (min > 0 && least === begin) return -1;
    if (at !== least) this.#choose(pc + 4, at, least);
    return at;
  }

  #reference(group: number, at: number, behind: boolean): number {
    const from = this.#slots[2 * group] as number;
    const to = this.#slots[2 * group + 1] as number;
    if (from < 0 || to < 0) return at;
    const length = to - from;
    const begin = behind ? at - length : at;
    if (begin < 0 || begin + length > this.#text.length) return -1;
    this.#steps += length >> 4;
    if (!this.#same(this.#text.slice(from, to), this.#text.slice(begin, begin + length))) return -1;
    return behind ? begin : begin + length;
  }

  #same(a: string, b: string): boolean {
    if (a === b) return true;
    if (!this.#caseless) return false;
    const [ones, others] = this.unicode ? [[...a], [...b]] : [a.split(''), b.split('')];
    return (
      ones.length === others.length &&
      ones.every((one, i) => one === others[i] || this.#alikeTo(one).has((others[i] as string).codePointAt(0) as number))
    );
  }

  #alikeTo(char: string): CharacterSet {
    let set = this.#alike.get(char);
    if (!set) {
      const source = /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
      set = new CharacterSet(source, this.unicode ? 'iu' : 'i');
      this.#alike.set(char, set);
    }
    return set;
  }
}
