import { describe, expect, it } from 'vitest';
import { measureDemands } from './demand.ts';
import { diagnose } from './diagnosis.ts';
import { climbLadder } from './ladder.ts';
import { scoreRun } from './score.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES } from './testing/recording-builder.ts';
import { buildTask } from './testing/task-builder.ts';

const NAME = 'http://pricing.test';
const task = buildTask();

describe('a stage with bursts', () => {
  it('has its upper bounds told in the offered rate, bursts in proportion', () => {
    const steady = buildRecording({ resources: [buildLoop(0.5)] });
    const bursting = { ...steady, offeredRps: steady.offeredRps / 2 };
    expect(measureDemands(bursting, task)[0]?.boundRps).toBe((measureDemands(steady, task)[0]?.boundRps ?? 0) / 2);
  });

  it('asks a rate limit for what it asks in a burst', () => {
    const recording = buildRecording({
      arrivalRps: { mean: 8000, peak: 40_000 },
      resources: [buildLoop(0.3), buildResource({ name: NAME, kind: 'service', servers: 5000, errors: 300 * 16 })],
      lineWaits: [{ line: 17, resource: NAME, queueNs: 0, serviceNs: 40e9, count: 2000 }],
      outcomes: { '200': 700, '500': 300 },
    });
    const [first] = diagnose(task, FILES, buildRun(task, recording));
    expect(first).toMatchObject({ cause: 'rate-limited', evidence: { demandRps: 80_000, limitRps: 50_000 } });
  });

  it('has not collapsed in a lull that it serves, though it fails by another rule, and is scored by what arrived', () => {
    const lull = buildRecording({ arrivals: 500, p99Ms: 240, outcomes: { '200': 490, '500': 10 } });
    const lulled = { ...lull, offeredRps: 8000, arrivalRps: { mean: 4000, peak: 8000 } };
    const steady = { ...lulled, arrivalRps: { mean: 8000, peak: 8000 } };
    const climb = (recording: typeof lull) =>
      climbLadder(
        task,
        () => FILES,
        () => ({ recording, wrongExample: null, invariants: [] }),
      );
    expect(climb(steady).runs).toHaveLength(1);
    expect(climb(lulled).runs).toHaveLength(2);
    const points = (recording: typeof lull) => scoreRun(task, climb(recording).stages, climb(recording).runs).criteria[0]?.points ?? 0;
    expect(points(lulled)).toBeGreaterThan(points(steady));
  });
});
