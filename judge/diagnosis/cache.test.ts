import { describe, expect, it } from 'vitest';
import type { LineWait } from '#engine/stage.ts';
import { diagnose } from '../diagnosis.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES, type RecordingChanges } from '../testing/recording-builder.ts';
import { buildTask } from '../testing/task-builder.ts';

const task = buildTask();
/** A stage of 1,000 requests with a mean latency of 400 ms. */
const diagnoseStage = (changes: RecordingChanges) =>
  diagnose(task, FILES, buildRun(task, buildRecording({ p99Ms: 900, meanMs: 400, ...changes })));
const cache = (utilisation: number) => buildResource({ name: 'cache', kind: 'cache', servers: 1, utilisation });
const waitAt = (line: number, queueMs: number, serviceMs: number, calls: number): LineWait => ({
  line,
  resource: 'cache',
  queueNs: queueMs * 1e9,
  serviceNs: serviceMs * 1e9,
  count: calls * 1000,
});
const error = (line: number, last: string) =>
  ({
    timeNs: 1,
    worker: 0,
    level: 'error',
    text: `Traceback (most recent call last):\n  File "main.py", line ${line}, in work\n    x\n${last}`,
  }) as const;

describe('the cache', () => {
  it('is named when its only thread is full, with what a pipeline would cost', () => {
    const [first] = diagnoseStage({ resources: [buildLoop(0.3), cache(0.99)], lineWaits: [waitAt(18, 300, 20, 12)] });
    expect(first).toMatchObject({ cause: 'cache-saturated', line: 18, evidence: { utilisation: 0.99, callsPerRequest: 12 } });
    expect(first?.text.en).toContain('one more in a pipeline 2.2 µs');
    expect(first?.text.zh).toMatch(/[一-鿿]{4}/);
  });

  it('is called slow when a request asks it for one thing after the other', () => {
    const [first] = diagnoseStage({ resources: [buildLoop(0.3), cache(0.2)], lineWaits: [waitAt(18, 0, 200, 30)] });
    expect(first).toMatchObject({ cause: 'cache-slow', line: 18, evidence: { callsAtLine: 30, latencyShare: 0.5 } });
  });

  it('explains a pool that ran out of connections', () => {
    const lines = [error(18, 'redis.exceptions.MaxConnectionsError: Too many connections')];
    const failed = { outcomes: { '200': 500, '500': 500 }, console: lines };
    const alone = diagnoseStage({ resources: [buildLoop(0.3), cache(0.3)], ...failed });
    expect(alone[0]).toMatchObject({ cause: 'cache-connections', line: 18 });
    const full = diagnoseStage({ resources: [buildLoop(0.3), cache(1)], lineWaits: [waitAt(18, 300, 1, 1)], ...failed });
    expect(full.map(({ cause }) => cause)).toEqual(['cache-saturated', 'cache-connections']);
  });

  it('is no finding where it is idle', () => {
    const causes = diagnoseStage({ resources: [buildLoop(0.3), cache(0.1)], lineWaits: [waitAt(18, 1, 10, 2)] }).map(({ cause }) => cause);
    expect(causes.filter((cause) => cause.startsWith('cache'))).toEqual([]);
  });
});
