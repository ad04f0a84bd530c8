import { describe, expect, it } from 'vitest';
import { assembleReport } from './assemble-report.ts';
import { climbLadder } from './ladder.ts';
import { Report } from './report.ts';
import { hashReport } from './report-hash.ts';
import { buildRecording, buildResource, FILES, type RecordingChanges } from './testing/recording-builder.ts';
import { buildTask } from './testing/task-builder.ts';

const task = buildTask();
const SUBMISSION = { language: 'python', files: { 'main.py': '' }, seed: 7 } as const;

function reportOf(stages: readonly RecordingChanges[]): Report {
  const climb = climbLadder(
    task,
    () => FILES,
    (stage, index) => {
      const recording = buildRecording(stages[index] ?? {});
      return {
        recording: { ...recording, offeredRps: stage.offeredRps, answeredWithin: () => recording.completed },
        wrongExample: null,
        invariants: [],
      };
    },
  );
  return assembleReport(task, SUBMISSION, FILES, climb);
}

const span = {
  kind: 'query',
  label: 'SELECT\n  1\u0001[5]',
  line: 12,
  startNs: 1_005_000_000,
  endNs: 1_009_000_000,
  queueNs: 1_000_000,
} as const;
const trace = {
  request: 1,
  worker: 0,
  method: 'GET',
  path: '/orders/3',
  status: 200,
  arrivedNs: 1_000_000_000,
  answeredNs: 1_010_000_000,
  spans: [span],
} as const;

describe('the report', () => {
  it('fits its schema exactly, with skipped stages, traces and a fault', () => {
    const fault = { verdict: 'endless-loop', message: 'never ends', line: 9 };
    const report = reportOf([
      { traces: [trace] },
      { fault, completed: 10, console: [{ timeNs: 5, worker: 0, level: 'error', text: 'x' }] },
    ]);
    expect(Report.parse(report)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report.stages[1]?.fault).toEqual({ verdict: 'endless-loop', message: 'never ends', file: 'main.py', line: 9 });
    expect(report.stages.filter((stage) => stage.skipped)).toHaveLength(4);
    expect(report.traces[0]).toMatchObject({
      stage: 0,
      latencyMs: 10,
      spans: [{ label: 'SELECT 1', file: 'main.py', line: 12, startMs: 5, endMs: 9, queueMs: 1 }],
    });
    expect(report.console).toHaveLength(1);
    expect(report.stageResources).toHaveLength(2);
    expect(report).toMatchObject({ decidingStage: 1, survivedRps: 2000, seed: 7, scale: { simulated: 2, count: 32 } });
  });

  it('holds finite numbers only, even when the recording holds none', () => {
    const broken = buildResource({ name: 'x', kind: 'pool', utilisation: Number.NaN, meanWaitNs: Number.POSITIVE_INFINITY });
    const report = reportOf([{ arrivals: 0, completed: 0, outcomes: {}, meanMs: 0, p99Ms: 0, resources: [broken] }]);
    const numbers: number[] = [];
    JSON.stringify(report, (_key, value) => {
      if (typeof value === 'number') numbers.push(value);
      return value;
    });
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it('has the same hash for the same climb, and another one when an event, a figure or the seed differs', () => {
    const hash = reportOf([{}]).hash;
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(reportOf([{}]).hash).toBe(hash);
    expect(reportOf([{ hash: 'fedcba9876543210' }]).hash).not.toBe(hash);
    expect(reportOf([{ p99Ms: 81 }]).hash).not.toBe(hash);
  });

  it('is hashed whatever the order of its keys and whatever hash it carries', () => {
    expect(hashReport({ a: 1, b: [2, { c: 3, d: 4 }], hash: 'old' }, ['x'])).toBe(hashReport({ b: [2, { d: 4, c: 3 }], a: 1 }, ['x']));
    expect(hashReport({ a: 1 }, ['x'])).not.toBe(hashReport({ a: 1 }, ['y']));
    expect(hashReport({ a: 0.1 }, [])).not.toBe(hashReport({ a: 0.2 }, []));
    expect(hashReport({ a: 1 }, [])).not.toBe(hashReport({ a: '1' }, []));
  });
});
