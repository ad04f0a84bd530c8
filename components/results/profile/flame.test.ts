import { describe, expect, it } from 'vitest';
import { CALL_KINDS, type CallKind, type CallReport, NO_CALLS } from '#judge/call-report.ts';
import { type Flame, flamesOf, placeFlames, stepFrom } from './flame-data.ts';

const kindOf = (kind: CallKind) => CALL_KINDS.indexOf(kind);
/** all 100 = handler 70 (helper 40, its line 20, 10 of its own) + accept 30 */
const CALLS: CallReport = {
  names: ['handler', 'helper', 'return dump(rows)'],
  files: ['main.py'],
  above: [-1, 0, 1, 1, 0],
  kind: [kindOf('all'), kindOf('function'), kindOf('function'), kindOf('line'), kindOf('accept')],
  name: [-1, 0, 1, 2, -1],
  file: [-1, 0, 0, 0, -1],
  line: [0, 10, 4, 12, 0],
  cpuUs: [0, 10, 30, 20, 30],
  blockedUs: [0, 0, 10, 0, 0],
};
const flames = flamesOf(CALLS);
const at = (index: number) => flames[index] as Flame;

describe('the flame graph', () => {
  it('is as wide as what a frame took with all that it called', () => {
    expect(flames.map(({ us, from, width, depth }) => [us, from, width, depth])).toEqual([
      [100, 0, 1, 0],
      [70, 0, 0.7, 1],
      [40, 0, 0.4, 2],
      [20, 0.4, 0.2, 2],
      [30, 0.7, 0.3, 1],
    ]);
    expect(at(1)).toMatchObject({ blockedUs: 10, below: [2, 3], name: 'handler', file: 'main.py', line: 10 });
    expect(at(0)).toMatchObject({ kind: 'all', name: null, file: null, blockedUs: 10 });
  });

  it('looked into, gives a frame the whole width, its callers too, and leaves out the others', () => {
    const placed = placeFlames(flames, at(1), 400);
    expect(placed.map(({ flame, width, passed }) => [flame.index, Number(width.toFixed(3)), passed])).toEqual([
      [0, 1, true],
      [1, 1, false],
      [2, 0.571, false],
      [3, 0.286, false],
    ]);
  });

  it('leaves out what would be less than a pixel', () => {
    expect(placeFlames(flames, at(0), 4).map(({ flame }) => flame.index)).toEqual([0, 1, 2, 4]);
  });

  it('is walked by the arrow keys', () => {
    const placed = placeFlames(flames, at(0), 400);
    const step = (from: number, key: string) => stepFrom(placed, at(from), key)?.index ?? null;
    expect([step(0, 'ArrowDown'), step(1, 'ArrowRight'), step(3, 'ArrowLeft'), step(3, 'ArrowUp')]).toEqual([1, 4, 2, 1]);
    expect([step(0, 'ArrowUp'), step(4, 'ArrowDown'), step(4, 'ArrowRight'), step(3, 'x')]).toEqual([null, null, null, null]);
  });

  it('of an earlier version’s report has no frames', () => {
    expect(flamesOf(NO_CALLS)).toEqual([]);
  });
});
