import { describe, expect, it } from 'vitest';
import type { SystemSource } from '../picture/system.ts';
import { STARTER_REPORT } from '../testing/fixture-report.ts';
import { longestQueues, readMoment } from './moment-readout.ts';

const resources = STARTER_REPORT.stageResources[1] ?? [];
const source = (bucket: number | null): SystemSource => ({
  scale: STARTER_REPORT.scale,
  offeredRps: 5000,
  stage: STARTER_REPORT.stages[1] ?? null,
  resources,
  structure: [],
  traces: [],
  bottleneck: null,
  bucket,
  inFlight: null,
});

describe('what a moment says', () => {
  it('is where most wait then, and how much came and was answered', () => {
    const { longest, traffic } = readMoment(source(12));
    expect(longest?.name).toBe('asyncpg pool');
    expect(longest?.queue).toBe(resources.find(({ name }) => name === 'asyncpg pool')?.series.queue[12]);
    expect(traffic.latencyIsP99).toBe(false);
  });

  it('is the longest line ever of a whole stage', () => {
    expect(readMoment(source(null)).longest).toMatchObject({ name: 'asyncpg pool', queue: 6720 });
  });

  it('has no line where hardly anyone waits', () => {
    expect(readMoment({ ...source(3), resources: [] }).longest).toBeNull();
  });
});

describe('the longest lines of a stage', () => {
  it('come longest first, without those in which hardly anyone ever waited', () => {
    expect(longestQueues(resources, 2).map(({ name }) => name)).toEqual(['asyncpg pool', 'event loop']);
    expect(longestQueues(resources, 9).every(({ queue }) => Math.max(...queue) >= 0.05)).toBe(true);
  });
});
