import { describe, expect, it } from 'vitest';
import type { Restart } from '#engine/stage.ts';
import { diagnose } from '../diagnosis.ts';
import { buildLoop, buildRecording, buildRun } from '../testing/recording-builder.ts';
import { buildTask } from '../testing/task-builder.ts';

const crash = (changes: Partial<Restart> = {}): Restart => ({
  worker: 1,
  atNs: 1.25e9,
  cause: 'unhandledRejection',
  error: { message: 'TypeError: boom\n    at main.ts:12', line: 12 },
  memoryBytes: 70e6,
  holder: null,
  lostRequests: 3,
  ...changes,
});

function diagnoseStage(restarts: readonly Restart[]) {
  const task = buildTask();
  const outcomes = { '200': 700, '502': 250, timeout: 50 };
  return diagnose(task, ['main.ts'], buildRun(task, buildRecording({ p99Ms: 900, resources: [buildLoop(0.9)], outcomes, restarts })));
}

describe('a worker that crashes', () => {
  it('is named first, with file, line, error, how often, and what it costs', () => {
    const entries = diagnoseStage([crash(), crash({ worker: 0, atNs: 2e9 })]);
    expect(entries[0]).toMatchObject({
      cause: 'worker-crashed',
      file: 'main.ts',
      line: 12,
      evidence: { crashes: 2, lostRequests: 6, failedShare: 0.25, error: 'TypeError: boom' },
    });
    expect(entries[0]?.text.en).toContain(
      'The process of worker 1 ended at 1.3 s of an unhandled rejection at main.ts line 12: TypeError: boom. 2 crashes in all (1.3 s, 2 s)',
    );
    expect(entries[0]?.text.en).toContain('25 % of the requests fail with 502');
    expect(entries[0]?.text.zh).toContain('未处理的 Promise rejection');
    expect(entries.findIndex(({ cause }) => cause === 'timeouts')).toBeGreaterThan(0);
  });

  it('is told apart from one that ends itself on purpose, and from one that was killed', () => {
    const exit = diagnoseStage([crash({ cause: 'exit', error: { message: 'process.exit(1)', line: 4 } })]);
    expect(exit[0]?.text.en).toContain('of process.exit at main.ts line 4: process.exit(1). 1 crash in all');
    const killed = diagnoseStage([crash({ cause: 'memory', error: null })]);
    expect(killed.map(({ cause }) => cause)).not.toContain('worker-crashed');
    expect(killed.map(({ cause }) => cause)).toContain('memory-killed');
  });
});
