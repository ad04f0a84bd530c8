import { describe, expect, it } from 'vitest';
import type { BrownOut } from '#engine/world/world.ts';
import { diagnose } from '../diagnosis.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES, type RecordingChanges } from '../testing/recording-builder.ts';
import { buildTask, WORLD } from '../testing/task-builder.ts';

const NAME = 'http://pricing.test';

/** What is told first of a stage of 1,000 requests in a window of 2 s that call a service once. */
function tell(brownOuts: readonly BrownOut[], changes: RecordingChanges & { readonly errors?: number; readonly serviceMs?: number }) {
  const { errors = 0, serviceMs = 40, ...rest } = changes;
  const services = WORLD.services.map((service) => ({ ...service, brownOuts }));
  const task = buildTask({ world: { ...WORLD, services } });
  const resources = [buildLoop(0.3), buildResource({ name: NAME, kind: 'service', servers: 5000, errors })];
  const lineWaits = [{ line: 17, resource: NAME, queueNs: 0, serviceNs: serviceMs * 1e9, count: 1000 }];
  const recording = buildRecording({ meanMs: 400, resources, lineWaits, ...rest });
  const [first] = diagnose(task, FILES, buildRun(task, recording));
  return { cause: first?.cause, en: first?.text.en ?? '', zh: first?.text.zh ?? '', evidence: first?.evidence };
}

const failing = { errors: 150 * 16, outcomes: { '200': 850, '502': 150 } };
const slow = { p99Ms: 900, serviceMs: 300 };

describe('the diagnosis of a service that was browned out', () => {
  it('says when it answered with errors', () => {
    const told = tell([{ fromMs: 300, toMs: 900, failures: { rate: 0.8, status: 503 } }], failing);
    expect(told.cause).toBe('api-failing');
    expect(told.en).toContain('It was browned out and answered with errors from 300 ms to 900 ms of the window.');
    expect(told.zh).toContain('在测量窗口的 300 ms 至 900 ms 期间');
    expect(told.evidence?.declaredFailureRate).toBe(0.8);
  });

  it('says when it answered slowly, as far as that lies in the window and in its order', () => {
    const told = tell(
      [
        { fromMs: 1500, toMs: 9000, concurrency: 3 },
        { fromMs: -500, toMs: 200, latency: { fixedMs: 2000 } },
      ],
      slow,
    );
    expect(told.cause).toBe('api-slow');
    expect(told.en).toContain('answered slowly from 0 ms to 200 ms and from 1500 ms to 2000 ms of the window.');
  });

  it('says so of time-outs, and does not call the failures that it has as a rule the reason', () => {
    const traceback = 'Traceback (most recent call last):\n  File "main.py", line 17, in work\n    x\nhttpx.ReadTimeout';
    const told = tell([{ fromMs: 300, toMs: 900, latency: { fixedMs: 900 } }], {
      errors: 5 * 16,
      outcomes: { '200': 800, '500': 200 },
      console: [
        { timeNs: 1, worker: 0, level: 'error', text: traceback },
        { timeNs: 2, worker: 0, level: 'error', text: traceback.replace('ReadTimeout', "HTTPStatusError: Server error '503'") },
      ],
    });
    expect(told.cause).toBe('timeouts');
    expect(told.en).toContain(`${NAME} was browned out and answered slowly from 300 ms to 900 ms of the window.`);
  });

  it('says nothing of one outside of the window, or of another kind', () => {
    const latency = { fixedMs: 900 };
    expect(tell([{ fromMs: -500, toMs: 0, latency }], slow).en).not.toContain('browned out');
    expect(tell([{ fromMs: 2000, toMs: 3000, latency }], slow).en).not.toContain('browned out');
    expect(tell([{ fromMs: 0, toMs: 300, failures: { rate: 0.8, status: 503 } }], slow).en).not.toContain('browned out');
    expect(
      tell(
        [
          { fromMs: 0, toMs: 300, failures: { rate: 0.1, status: 503 } },
          { fromMs: 300, toMs: 600, latency },
        ],
        failing,
      ).en,
    ).toContain('from 0 ms to 300 ms of the window');
  });
});
