import { describe, expect, it } from 'vitest';
import type { LoopReport } from '#judge/loop-report.ts';
import { causeOfLag, firstAfter, longestOf, nextHold, readLanes, stretchAt, turnAt } from './lanes.ts';
import { around, pan, reveal, ticks, within, zoom } from './viewport.ts';

const REPORT: LoopReport = {
  fromMs: 100,
  toMs: 102,
  windowStartMs: 1000,
  largestLag: { worker: 1, atMs: 101.5, lagMs: 1 },
  places: [
    { file: 'main.py', line: 31 },
    { file: 'main.py', line: 40 },
  ],
  holds: [{ kind: 'blocked', what: 'time.sleep' }],
  lanes: [
    {
      worker: 0,
      segments: { gapUs: [100, 0, 300], us: [200, 100, 50], request: [7, 7, 8], place: [0, 1, -1], hold: [-1, 0, -1] },
      turns: { gapUs: [100, 600], lagUs: [0, 20], ready: [1, 2], open: [3, 4], threads: [0, 1] },
    },
    {
      worker: 1,
      segments: { gapUs: [500, 0], us: [900, 100], request: [9, 10], place: [1, 0], hold: [0, -1] },
      turns: { gapUs: [500, 1000], lagUs: [5, 1000], ready: [1, 6], open: [1, 1], threads: [0, 0] },
    },
  ],
};
const LANES = readLanes(REPORT);
const [first = { worker: 0, stretches: [], turns: [] }] = LANES.lanes;

describe('lanes', () => {
  it('put columns on one clock', () => {
    expect(LANES.totalUs).toBe(2000);
    expect(first.stretches.map(({ fromUs, toUs }) => [fromUs, toUs])).toEqual([
      [100, 300],
      [300, 400],
      [700, 750],
    ]);
    expect(first.stretches[1]).toMatchObject({ place: { file: 'main.py', line: 40 }, hold: { what: 'time.sleep' } });
    expect(first.stretches[2]?.place).toBeNull();
    expect(first.turns.map(({ atUs }) => atUs)).toEqual([100, 700]);
    expect(LANES).toMatchObject({ mostReady: 6, mostThreads: 1, lag: { lane: 1, atUs: 1500, lagMs: 1 } });
  });

  it('know what ran at a moment, or close to it', () => {
    expect(firstAfter(first.stretches, 300)).toBe(1);
    expect(stretchAt(first.stretches, 350, 0)).toBe(1);
    expect(stretchAt(first.stretches, 500, 10)).toBe(-1);
    expect(stretchAt(first.stretches, 695, 10)).toBe(2);
    expect(stretchAt(first.stretches, 408, 10)).toBe(1);
    expect(stretchAt([], 5, 10)).toBe(-1);
    expect(turnAt(first.turns, 699)?.ready).toBe(1);
    expect(turnAt(first.turns, 50)).toBeNull();
  });

  it('lead from one blocking call to the next, whichever worker it is in, and round again', () => {
    const one = nextHold(LANES.lanes, null);
    expect(one).toEqual({ lane: 0, index: 1 });
    const two = nextHold(LANES.lanes, one);
    expect(two).toEqual({ lane: 1, index: 0 });
    expect(nextHold(LANES.lanes, two)).toEqual(one);
    expect(nextHold(LANES.lanes, { lane: 0, index: 2 })).toEqual(one);
    expect(nextHold([], null)).toBeNull();
  });

  it('tell what kept the loop before the largest lag', () => {
    expect(causeOfLag(LANES)).toMatchObject({ request: 9, hold: { what: 'time.sleep' } });
    expect(causeOfLag({ ...LANES, lag: null })).toBeNull();
  });

  it('list their longest stretches in the order of time', () => {
    expect(longestOf(LANES.lanes, 2).map(({ lane, index }) => [lane, index])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
});

describe('what is seen', () => {
  it('stays inside of what was recorded', () => {
    expect(within(-50, 100, 1000)).toEqual({ fromUs: 0, toUs: 100 });
    expect(within(990, 100, 1000)).toEqual({ fromUs: 900, toUs: 1000 });
    expect(within(0, 5000, 1000)).toEqual({ fromUs: 0, toUs: 1000 });
    expect(within(0, 1, 1000)).toEqual({ fromUs: 0, toUs: 20 });
    expect(within(0, 1, 7)).toEqual({ fromUs: 0, toUs: 7 });
    expect(pan({ fromUs: 100, toUs: 200 }, 0.5, 1000)).toEqual({ fromUs: 150, toUs: 250 });
    expect(pan({ fromUs: 900, toUs: 1000 }, 0.5, 1000)).toEqual({ fromUs: 900, toUs: 1000 });
  });

  it('keeps the moment under the pointer where it is while it zooms', () => {
    const view = zoom({ fromUs: 100, toUs: 500 }, 0.5, 0.25, 1000);
    expect(view).toEqual({ fromUs: 150, toUs: 350 });
    expect(zoom(view, 2, 0.25, 1000)).toEqual({ fromUs: 100, toUs: 500 });
  });

  it('moves no further than a stretch needs', () => {
    const view = { fromUs: 100, toUs: 200 };
    expect(reveal(view, 140, 150, 1000)).toEqual(view);
    expect(reveal(view, 195, 205, 1000)).toEqual({ fromUs: 115, toUs: 215 });
    expect(reveal(view, 95, 105, 1000)).toEqual({ fromUs: 85, toUs: 185 });
    expect(reveal(view, 300, 800, 1000)).toEqual({ fromUs: 250, toUs: 850 });
  });

  it('shows what led to a late turn, and a little of what follows', () => {
    expect(around(50_000, 20_000, 100_000)).toEqual({ fromUs: 14_000, toUs: 74_000 });
    expect(around(500, 1, 2000)).toEqual({ fromUs: 0, toUs: 2000 });
  });

  it('has round moments on its axis, of the clock of the window', () => {
    expect(ticks({ fromUs: 0, toUs: 1000 }, 130, 190)).toEqual([70, 270, 470, 670, 870]);
    expect(ticks({ fromUs: 0, toUs: 10 }, 0, 400)).toEqual([0]);
  });
});
