import { describe, expect, it } from 'vitest';
import { buildLoop, buildRecording, buildResource, buildRun } from './testing/recording-builder.ts';
import { buildTask } from './testing/task-builder.ts';
import { findUpperBound } from './upper-bound.ts';

const task = buildTask();

describe('upper bound', () => {
  it('is throughput divided by the utilisation of the busiest resource, and tells its demand', () => {
    // 8,000 requests/s with loops 40 % busy: 32 workers x 0.4 / 8,000 = 1.6 ms of CPU, 20,000 requests/s when full.
    const bound = findUpperBound(task, [buildRun(task, buildRecording())]);
    expect(bound).toMatchObject({ rps: 20000, limitedBy: 'event loop' });
    expect(bound.text.en).toBe(
      'This design tops out near 20k of 100k requests/s: at that rate the event loops would be 100 % busy (1.6 ms of their time a request).',
    );
    expect(bound.text.zh).toContain('事件循环将 100% 繁忙（每个请求占用 1.6 ms）');
  });

  it('is taken from the stage with the most throughput, not from a collapse', () => {
    const good = buildRun(task, buildRecording(), 0);
    const collapsed = buildRun(task, buildRecording({ arrivals: 5000, completed: 300, resources: [buildLoop(1)] }), 1);
    expect(findUpperBound(task, [good, collapsed]).rps).toBe(20000);
  });

  it('knows rate limits as limits', () => {
    const resources = [buildLoop(0.1), buildResource({ name: 'http://pricing.test', kind: 'service', servers: 5000, utilisation: 0.05 })];
    const lineWaits = [{ line: 9, resource: 'http://pricing.test', queueNs: 0, serviceNs: 1, count: 4000 }];
    const bound = findUpperBound(task, [buildRun(task, buildRecording({ resources, lineWaits }))]);
    expect(bound).toMatchObject({ rps: 12500, limitedBy: 'http://pricing.test' });
    expect(bound.text.en).toContain('4 calls a request against its rate limit');
  });

  it('leaves out connections that are held rather than used, and says when the goal is within reach', () => {
    const resources = [buildLoop(0.05), buildResource({ name: 'connections', kind: 'connections', servers: 600, utilisation: 1 })];
    const bound = findUpperBound(task, [buildRun(task, buildRecording({ resources }))]);
    expect(bound.rps).toBe(160000);
    expect(bound.text.en).toContain('beyond the goal of 100k');
  });

  it('does not say that a design could carry what it refused', () => {
    const bound = findUpperBound(task, [buildRun(task, buildRecording({ completed: 600, resources: [buildLoop(0.02)] }))]);
    expect(bound.text.en).toContain('what the program itself refuses, queues or fails at comes first');
    expect(bound.text.en).not.toContain('could carry');
  });

  it('says so when nothing was completed', () => {
    expect(findUpperBound(task, [buildRun(task, buildRecording({ completed: 0, outcomes: { timeout: 1000 } }))])).toMatchObject({
      rps: 0,
      limitedBy: '',
    });
  });

  it('is never below what was survived', () => {
    const held = buildRun(task, buildRecording({ completed: 990, outcomes: { '200': 1000 }, resources: [buildLoop(1)] }));
    const bound = findUpperBound(task, [held]);
    expect(bound.rps).toBe(8000);
    expect(bound.text.en).toBe('This design holds 8k requests/s and hardly more: the busiest resource there (event loop) is 100 % busy.');
  });

  it('says that it counts throughput alone where the run fell below it for something else', () => {
    const fallen = buildRun(task, buildRecording({ p99Ms: 312, resources: [buildLoop(0.05)] }));
    const bound = findUpperBound(task, [fallen]);
    expect(bound.text.en).toContain('In throughput alone this design could carry about 160k requests/s');
    expect(bound.text.en).toContain('but at 8k it already fails (p99 312 ms of 250 ms).');
    expect(bound.text.zh).toContain('仅就吞吐量而言');
  });

  it('is what the connections of the clients carry, where they are bounded: one request after the other on each', () => {
    const bounded = buildTask();
    const narrow = { ...bounded, world: { ...bounded.world, load: { ...bounded.world.load, connections: 240 } } };
    const free = buildRun(narrow, buildRecording({ meanMs: 20, resources: [buildLoop(0.1)] }), 0);
    const waiting = buildRun(narrow, buildRecording({ arrivals: 2000, completed: 1450, meanMs: 90, resources: [buildLoop(0.14)] }), 1);
    // 240 connections, 20 ms a request.
    const bound = findUpperBound(narrow, [free, waiting]);
    expect(bound).toMatchObject({ rps: 12000, limitedBy: 'clients' });
    expect(bound.text.en).toContain('every connection of the clients would wait for an answer (20 ms a request)');
    expect(findUpperBound(bounded, [free, waiting]).limitedBy).toBe('event loop');
  });
});
