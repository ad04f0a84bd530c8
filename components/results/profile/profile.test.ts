import { describe, expect, it } from 'vitest';
import { heatLevelOf } from '#components/workbench/heat.ts';
import { NO_CALLS } from '#judge/call-report.ts';
import type { LoopReport, ProfileLine, ProfileReport } from '#judge/loop-report.ts';
import { linesMs, rowsByFunction, rowsByLine } from './profile-data.ts';

const line = (at: number, name: string | null, cpuMs: number, blockedMs = 0): ProfileLine => ({
  file: 'main.py',
  line: at,
  text: `line ${at}`,
  function: name,
  cpuMs,
  blockedMs,
  waits: [
    { resource: 'database', queueMs: 1, serviceMs: 2, count: 4 },
    { resource: 'asyncpg pool', queueMs: 9, serviceMs: 0, count: 4 },
    { resource: 'row locks', queueMs: 0.5, serviceMs: 0, count: 1 },
  ],
});

const PROFILE: ProfileReport = {
  cpuMs: 100,
  acceptMs: 30,
  elsewhereMs: 10,
  blockedMs: 100,
  lines: [line(50, 'read_order', 20, 100), line(37, 'load_item', 25), line(53, 'read_order', 15)],
  calls: NO_CALLS,
  memory: { limitMb: 384, holder: null },
};
const LOOP: LoopReport = {
  fromMs: 0,
  toMs: 1,
  windowStartMs: 0,
  largestLag: null,
  places: [{ file: 'main.py', line: 53 }],
  holds: [{ kind: 'slow', what: 'json.dumps' }],
  lanes: [
    {
      worker: 0,
      segments: { gapUs: [0], us: [5], request: [1], place: [0], hold: [0] },
      turns: { gapUs: [], lagUs: [], ready: [], open: [], threads: [] },
    },
  ],
};

describe('the profile', () => {
  it('has the longest line first, as shares of all that ran or blocked', () => {
    const rows = rowsByLine(PROFILE, undefined);
    expect(rows.map((row) => [row.line, row.share])).toEqual([
      [50, 0.6],
      [37, 0.125],
      [53, 0.075],
    ]);
    expect(rows[0]).toMatchObject({ cpu: 1 / 6, blocked: 5 / 6, blocks: true });
    expect(rows[1]?.waits.map(({ resource }) => resource)).toEqual(['asyncpg pool', 'database']);
  });

  it('marks lines that kept a loop with CPU, too', () => {
    expect(rowsByLine(PROFILE, LOOP).filter(({ blocks }) => blocks)).toHaveLength(2);
  });

  it('adds lines of a function together, and points at the one that takes most', () => {
    const [first, second] = rowsByFunction(PROFILE, undefined);
    expect(first).toMatchObject({ function: 'read_order', line: 50, lines: 2, cpuMs: 35, blockedMs: 100, text: null });
    expect(second).toMatchObject({ function: 'load_item', lines: 1 });
  });

  it('knows what is left for the lines of the program', () => {
    expect(linesMs(PROFILE)).toBe(60);
  });
});

describe('the heat of a line', () => {
  it('has four steps, and none where nothing is to be seen', () => {
    expect([0.5, 0.2, 0.05, 0.02, 0.001].map(heatLevelOf)).toEqual([4, 3, 2, 1, null]);
  });
});
