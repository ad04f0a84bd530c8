import { describe, expect, it } from 'vitest';
import type { CallRecording, LineProfileRecording } from '#engine/stage.ts';
import { CALL_KINDS, CallReport } from './call-report.ts';
import { measureCalls } from './measure-calls.ts';

const MS = 1e6;
const TEXT = `import json

@app.get("/orders/{id}")
async def read_order(id):
    rows = await load(id)
    return dump(rows)

async def load(id):
    return await pool.fetch("SELECT 1")

def dump(rows):
    return json.dumps([row for row in rows])
`;
const FILES = ['main.py'];
const PROGRAM = { language: 'python', files: { 'main.py': TEXT } } as const;

function profileOf(calls: CallRecording, restNs = 0): LineProfileRecording {
  const lines = calls.leaves.map(({ line, cpuNs, blockedNs }) => ({ line, cpuNs, blockedNs }));
  return {
    lines: [...lines, { line: 1, cpuNs: restNs, blockedNs: 0 }],
    calls,
    acceptNs: 60 * MS,
    elsewhereNs: 20 * MS,
    blockedElsewhereNs: 0,
  };
}

function shown({ above, kind, name, names, cpuUs, blockedUs }: CallReport): string[] {
  const depth = (at: number): number => (at <= 0 ? 0 : 1 + depth(above[at] as number));
  return above.map((_, at) => {
    const words = name[at] === -1 ? '' : ` ${names[name[at] as number]}`;
    return `${'  '.repeat(depth(at))}${CALL_KINDS[kind[at] as number]}${words} ${cpuUs[at]}+${blockedUs[at]}`;
  });
}

describe('who called whom', () => {
  const calls: CallRecording = {
    frames: [
      { caller: 0, place: 0 },
      { caller: 0, place: 3 },
      { caller: 1, place: 8 },
      { caller: 1, place: 11 },
      // A comprehension begins where it stands.
      { caller: 3, place: 12 },
    ],
    leaves: [
      { frame: 1, line: 5, kind: 'own', what: '', cpuNs: 1 * MS, blockedNs: 0 },
      { frame: 2, line: 9, kind: 'library', what: 'database-call', cpuNs: 40 * MS, blockedNs: 0 },
      { frame: 4, line: 12, kind: 'built-in', what: 'json.dumps', cpuNs: 9 * MS, blockedNs: 0 },
      { frame: 3, line: 12, kind: 'blocked', what: 'time.sleep', cpuNs: 0, blockedNs: 100 * MS },
    ],
  };

  it('is named by what stands there, the largest first, a function’s nameless parts within it', () => {
    const report = measureCalls(profileOf(calls), FILES, PROGRAM);
    expect(CallReport.parse(report)).toEqual(report);
    expect(shown(report)).toEqual([
      'all 0+0',
      '  function read_order 0+0',
      '    function dump 0+0',
      '      line return json.dumps([row for row in rows]) 0+0',
      '        blocked time.sleep 0+100000',
      '        built-in json.dumps 9000+0',
      '    function load 0+0',
      '      line return await pool.fetch("SELECT 1") 0+0',
      '        library database-call 40000+0',
      '    line rows = await load(id) 1000+0',
      '  accept 60000+0',
      '  elsewhere 20000+0',
    ]);
  });

  it('keeps what has no room in the tree, and what is too small to be seen, with what is above it', () => {
    const leaves = [...calls.leaves, { frame: 1, line: 6, kind: 'own' as const, what: '', cpuNs: 10_000, blockedNs: 0 }];
    const report = measureCalls(profileOf({ ...calls, leaves }, 5 * MS), FILES, PROGRAM);
    expect(shown(report).slice(0, 2)).toEqual(['all 5000+0', '  function read_order 10+0']);
  });

  it('has at most four hundred nodes', () => {
    const frames = [{ caller: 0, place: 0 }, ...Array.from({ length: 1000 }, (_, i) => ({ caller: 0, place: 100 + i }))];
    const many = frames.map((_, frame) => ({
      frame,
      line: 100 + frame,
      kind: 'own' as const,
      what: '',
      cpuNs: 1 * MS + frame,
      blockedNs: 0,
    }));
    const text = Array.from({ length: 2000 }, (_, i) => `def f${i}(): pass`).join('\n');
    const report = measureCalls(profileOf({ frames, leaves: many }), FILES, { language: 'python', files: { 'main.py': text } });
    expect(report.above.length).toBeLessThanOrEqual(400);
    const sum = report.cpuUs.reduce((all, us) => all + us, 0);
    expect(Math.abs(sum - 80_000 - 1_001_000)).toBeLessThan(1_500);
  });

  it('of an empty stage is empty', () => {
    const nothing = { lines: [], calls: { frames: [], leaves: [] }, acceptNs: 0, elsewhereNs: 0, blockedElsewhereNs: 0 };
    expect(shown(measureCalls(nothing, FILES, PROGRAM))).toEqual(['all 0+0']);
  });
});
