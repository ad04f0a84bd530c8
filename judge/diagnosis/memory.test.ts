import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnosis.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES } from '../testing/recording-builder.ts';
import { buildTask } from '../testing/task-builder.ts';

const queue = { name: 'queue', bytes: 150e6, line: 6 };
/** Bytes of the fullest worker by 100 ms, for 6 s. */
const series = (bytes: (seconds: number) => number) => Array.from({ length: 60 }, (_, bucket) => bytes(bucket / 10));

function causes(bytes: (seconds: number) => number, holder: { name: string; bytes: number; line: number } | null = queue) {
  const task = buildTask();
  const memory = { limitBytes: 384e6, series: series(bytes), holder };
  return diagnose(task, FILES, buildRun(task, buildRecording({ p99Ms: 20, resources: [buildLoop(0.2)], memory })));
}

describe('a worker that was killed', () => {
  it('answers nothing itself: its 502 are no errors of the program, and quick answers before it no slow statements', () => {
    const task = buildTask();
    const restart = { worker: 0, atNs: 6e8, cause: 'memory', error: null, memoryBytes: 384e6, holder: queue, lostRequests: 40 } as const;
    const database = buildResource({ name: 'database', kind: 'database', servers: 64, utilisation: 0.1 });
    const lineWaits = [{ line: 12, resource: 'database', queueNs: 0, serviceNs: 500e9 * 0.02, count: 1000 }];
    const outcomes = { '200': 500, '502': 500 };
    const stage = { p99Ms: 20, meanMs: 10, resources: [buildLoop(0.2), database], lineWaits, outcomes, restarts: [restart] };
    const found = diagnose(task, FILES, buildRun(task, buildRecording(stage))).map(({ cause }) => cause);
    expect(found).toEqual(['memory-killed']);
  });
});

describe('memory that grows', () => {
  it('is named with what holds it and when the worker would be killed, even if the stage holds', () => {
    const entries = causes((seconds) => 70e6 + seconds * 30e6);
    const entry = entries.find(({ cause }) => cause === 'memory-grows');
    expect(entry).toMatchObject({ line: 6, evidence: { holder: 'queue', mbPerSecond: 30 } });
    expect(entry?.text.en).toContain('grows by 30 MB a second');
    expect(entry?.text.en).toContain('In 5 s more');
    expect(entry?.text.zh).toContain('每秒增长 30 MB');
    expect(entries[0]?.cause).toBe('none');
  });

  it('is named in a stage of a second and a half, and not where the stage says less', () => {
    const found = (buckets: number) => {
      const memory = { limitBytes: 384e6, series: series((seconds) => 70e6 + seconds * 200e6).slice(0, buckets), holder: queue };
      const entries = diagnose(
        buildTask(),
        FILES,
        buildRun(buildTask(), buildRecording({ p99Ms: 20, resources: [buildLoop(0.2)], memory })),
      );
      return entries.some(({ cause }) => cause === 'memory-grows');
    };
    expect([15, 8].map(found)).toEqual([true, false]);
  });

  it('is no finding where it levels off, hardly moves, or is that of open requests', () => {
    const found = (...args: Parameters<typeof causes>) => causes(...args).some(({ cause }) => cause === 'memory-grows');
    expect(found((seconds) => 70e6 + 200e6 * (1 - 0.5 ** seconds))).toBe(false);
    expect(found((seconds) => 70e6 + seconds * 1e6)).toBe(false);
    expect(found((seconds) => 70e6 + seconds * 30e6, { ...queue, name: 'open requests' })).toBe(false);
    expect(found((seconds) => 70e6 + seconds * 30e6, null)).toBe(false);
  });
});
