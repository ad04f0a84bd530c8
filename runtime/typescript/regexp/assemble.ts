// A tree as the code of the matcher (match.ts): numbers in a row, each operation with its operands.
import type { Parsed, Tree } from './parse.ts';
import { CharacterSet } from './sets.ts';

export const OP = {
  MATCH: 0,
  /** set */
  SET: 1,
  SET_BEHIND: 2,
  /** first, second: where to go on; the second when the first has failed. */
  SPLIT: 3,
  JUMP: 4,
  /** slot */
  SAVE: 5,
  /** from, to: groups that have matched nothing again. */
  CLEAR: 6,
  /** group */
  REFERENCE: 7,
  REFERENCE_BEHIND: 8,
  LINE_BEGIN: 9,
  LINE_END: 10,
  WORD_EDGE: 11,
  NO_WORD_EDGE: 12,
  /** end, negated: a match of its own begins behind it. */
  LOOK: 13,
  /** counter */
  ZERO: 14,
  /** counter, min, max, greedy, body, out */
  LOOP: 15,
  /** counter, place, min, loop */
  AGAIN: 16,
  /** set, min, max: as many characters as there are. */
  RUN: 17,
  RUN_BEHIND: 18,
} as const;

export interface Program {
  readonly code: readonly number[];
  readonly sets: readonly CharacterSet[];
  readonly groups: number;
  /** Two for each group and the whole, then the counters and places of loops. */
  readonly slots: number;
  readonly names: Parsed['names'];
}

const MANY = 0x7fffffff;

export function assemble({ tree, groups, names }: Parsed, flags: string): Program {
  const code: number[] = [];
  const sets: CharacterSet[] = [];
  const bySource = new Map<string, number>();
  let slots = 2 * (groups + 1);

  const setOf = (source: string): number => {
    let index = bySource.get(source);
    if (index === undefined) {
      index = sets.push(new CharacterSet(source, flags)) - 1;
      bySource.set(source, index);
    }
    return index;
  };

  const put = (at: Tree, behind: boolean): void => {
    switch (at.kind) {
      case 'set':
        code.push(behind ? OP.SET_BEHIND : OP.SET, setOf(at.source));
        return;
      case 'sequence':
        for (const part of behind ? [...at.parts].reverse() : at.parts) put(part, behind);
        return;
      case 'choice': {
        const ends: number[] = [];
        for (const [i, part] of at.parts.entries()) {
          if (i === at.parts.length - 1) {
            put(part, behind);
            break;
          }
          const split = code.push(OP.SPLIT, code.length + 3, 0) - 1;
          put(part, behind);
          ends.push(code.push(OP.JUMP, 0) - 1);
          code[split] = code.length;
        }
        for (const end of ends) code[end] = code.length;
        return;
      }
      case 'group':
        if (at.index > 0) code.push(OP.SAVE, 2 * at.index + (behind ? 1 : 0));
        put(at.part, behind);
        if (at.index > 0) code.push(OP.SAVE, 2 * at.index + (behind ? 0 : 1));
        return;
      case 'look': {
        const end = code.push(OP.LOOK, 0, at.negated ? 1 : 0) - 2;
        put(at.part, at.behind);
        code.push(OP.MATCH);
        code[end] = code.length;
        return;
      }
      case 'reference':
        code.push(behind ? OP.REFERENCE_BEHIND : OP.REFERENCE, at.index);
        return;
      case 'assertion':
        code.push({ '^': OP.LINE_BEGIN, $: OP.LINE_END, b: OP.WORD_EDGE, B: OP.NO_WORD_EDGE }[at.what]);
        return;
      case 'repeat':
        repeat(at, behind);
        return;
    }
  };

  const repeat = (at: Tree & { kind: 'repeat' }, behind: boolean): void => {
    const max = Math.min(at.max, MANY);
    if (max === 0) return;
    if (at.greedy && at.part.kind === 'set') {
      code.push(behind ? OP.RUN_BEHIND : OP.RUN, setOf(at.part.source), at.min, max);
      return;
    }
    const counter = slots;
    slots += 2;
    code.push(OP.ZERO, counter);
    const loop = code.length;
    const out = code.push(OP.LOOP, counter, at.min, max, at.greedy ? 1 : 0, loop + 7, 0) - 1;
    if (at.to > at.from) code.push(OP.CLEAR, at.from + 1, at.to);
    put(at.part, behind);
    code.push(OP.AGAIN, counter, at.min, loop);
    code[out] = code.length;
  };

  code.push(OP.SAVE, 0);
  put(tree, false);
  code.push(OP.SAVE, 1, OP.MATCH);
  return { code, sets, groups, slots, names };
}
