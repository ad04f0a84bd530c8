import { describe, expect, it } from 'vitest';
import { enclosingFunction } from './enclosing-function.ts';
import { LoopReport } from './loop-report.ts';
import { measureLoop } from './measure-loop.ts';
import { measureProfile } from './measure-profile.ts';
import { buildRecording, FILES } from './testing/recording-builder.ts';

const US = 1000;

describe('the loops of a report', () => {
  const recording = buildRecording({
    windowStartNs: 1e9,
    loop: {
      fromNs: 1e9 + 100 * US,
      toNs: 1e9 + 900 * US,
      largestLag: { worker: 0, atNs: 1e9 + 400 * US, lagNs: 250 * US },
      lanes: [
        {
          worker: 0,
          segments: [
            { fromNs: 1e9 + 90 * US, toNs: 1e9 + 200 * US, request: 7, line: 12, kind: 'cpu', what: '' },
            { fromNs: 1e9 + 200 * US, toNs: 1e9 + 350.04 * US, request: 7, line: 12, kind: 'blocked', what: 'time.sleep' },
            { fromNs: 1e9 + 400.06 * US, toNs: 1e9 + 420 * US, request: 0, line: 0, kind: 'slow', what: 'CPU' },
          ],
          turns: [
            { atNs: 1e9 + 200 * US, lagNs: 0, ready: 1, open: 2, threads: 0 },
            { atNs: 1e9 + 400 * US, lagNs: 250 * US, ready: 3, open: 4, threads: 5 },
          ],
          beganBefore: true,
          wentOn: false,
        },
      ],
    },
  });

  it('are columns that add up to the recorded times', () => {
    const loop = measureLoop(recording, FILES);
    expect(LoopReport.parse(loop)).toEqual(loop);
    expect(loop).toMatchObject({ fromMs: 0.1, toMs: 0.9, windowStartMs: 1000, largestLag: { worker: 0, atMs: 0.4, lagMs: 0.25 } });
    expect(loop.places).toEqual([{ file: 'main.py', line: 12 }]);
    expect(loop.holds).toEqual([
      { kind: 'blocked', what: 'time.sleep' },
      { kind: 'slow', what: 'CPU' },
    ]);
    expect(loop.lanes[0]?.segments).toEqual({
      gapUs: [0, 0, 50.1],
      us: [100, 150, 19.9],
      request: [7, 7, 0],
      place: [0, 0, -1],
      hold: [-1, 0, 1],
    });
    expect(loop.lanes[0]?.turns).toEqual({ gapUs: [100, 200], lagUs: [0, 250], ready: [1, 3], open: [2, 4], threads: [0, 5] });
  });
});

describe('the profile of a report', () => {
  it('has what stands in each line, and what is waited for there', () => {
    const text = ['import time', 'async def handler():', '    rows = await pool.fetch("SELECT 1")', '    time.sleep(0.1)'].join('\n');
    const recording = buildRecording({
      profile: {
        lines: [
          { line: 4, cpuNs: 1e6, blockedNs: 5e8 },
          { line: 3, cpuNs: 2e6, blockedNs: 0 },
          { line: 300_001, cpuNs: 1e6, blockedNs: 0 },
        ],
        calls: { frames: [], leaves: [] },
        acceptNs: 3e6,
        elsewhereNs: 1e6,
        blockedElsewhereNs: 0,
      },
      lineWaits: [
        { line: 1, resource: 'database', queueNs: 0, serviceNs: 7e6, count: 2 },
        { line: 3, resource: 'database', queueNs: 4e6, serviceNs: 2e6, count: 9 },
      ],
    });
    const profile = measureProfile(recording, FILES, { language: 'python', files: { 'main.py': text } });
    expect(profile).toMatchObject({ cpuMs: 8, acceptMs: 3, elsewhereMs: 1, blockedMs: 500, memory: { limitMb: 384, holder: null } });
    expect(profile.lines.map(({ line, text: words, function: name }) => [line, words, name])).toEqual([
      [4, 'time.sleep(0.1)', 'handler'],
      [3, 'rows = await pool.fetch("SELECT 1")', 'handler'],
      // Waits only.
      [1, 'import time', null],
    ]);
    expect(profile.lines[1]?.waits).toEqual([{ resource: 'database', queueMs: 4, serviceMs: 2, count: 9 }]);
  });
});

describe('the function around a line', () => {
  const python = [
    'class Cache:',
    '    async def get(',
    '        self,',
    '    ) -> int:',
    '',
    '        if self.rows:',
    '            return 1',
    'x = 1',
    '@app.get("/x")',
    'async def read_x():',
  ];
  const typescript = [
    'export async function price(id: number): Promise<number> {',
    '  if (id > 0) {',
    '    return 1;',
    '  }',
    '}',
    "app.get('/orders/:id', async (c) => {",
    '  const rows = await load();',
    '});',
    'class Client {',
    '  async fetch(url: string) {',
    '    for (const part of url) {',
    '      await send(part);',
    '    }',
    '  }',
    '}',
    'const total = (items: number[]) =>',
    '  items.reduce((a, b) => a + b);',
  ];
  it.each([
    [7, 'get'],
    [2, 'get'],
    [8, null],
    [9, 'read_x'],
  ])('is found in Python (line %i)', (line, name) => {
    expect(enclosingFunction(python, line, 'python')).toBe(name);
  });
  it.each([
    [3, 'price'],
    [7, 'GET /orders/:id'],
    [12, 'fetch'],
    [17, 'total'],
    [9, null],
  ])('is found in TypeScript (line %i)', (line, name) => {
    expect(enclosingFunction(typescript, line, 'typescript')).toBe(name);
  });
});
