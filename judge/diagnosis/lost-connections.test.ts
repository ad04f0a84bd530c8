import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnosis.ts';
import { buildLoop, buildRecording, buildResource, buildRun, type RecordingChanges } from '../testing/recording-builder.ts';
import { buildTask } from '../testing/task-builder.ts';

/** 20 connections in each of 2 simulated workers of 32. */
const pool = (utilisation: number) => buildResource({ name: 'pg pool', kind: 'pool', servers: 640, utilisation });
const standing = (awaits: string, count = 40) => Array.from({ length: count }, (_, request) => ({ request, line: 10, awaits }));

function diagnoseStage(changes: RecordingChanges, files = ['main.ts']) {
  const task = buildTask();
  const stage = {
    p99Ms: 1000,
    outcomes: { '200': 560, timeout: 440 },
    unfinished: 300,
    resources: [buildLoop(0.1), pool(0.03)],
    ...changes,
  };
  return diagnose(task, files, buildRun(task, buildRecording(stage)));
}

describe('connections that do not come back to their pool', () => {
  it('are told of where requests wait for one, before the time-outs that come of it', () => {
    const entries = diagnoseStage({ stuck: standing('pool.connect') });
    expect(entries.map(({ cause }) => cause)).toEqual(['pool-exhausted', 'timeouts']);
    expect(entries[0]).toMatchObject({
      file: 'main.ts',
      line: 10,
      resource: 'pg pool',
      evidence: { servers: 640, stuckShare: 1, unfinished: 300 },
    });
    expect(entries[0]?.text.en).toContain('do not come back: 100 % of the requests that are still open wait for one at main.ts line 10');
    expect(entries[0]?.text.en).toContain('`client.release()` in a `finally`');
    expect(entries[0]?.text.zh).toContain('没有归还');
  });

  it('are told of in the words of Python, too', () => {
    const [entry] = diagnoseStage({ stuck: standing('Pool.acquire') }, ['main.py']);
    expect(entry?.text.en).toContain('`async with pool.acquire()` always gives it back');
  });

  it.each([
    ['requests await a statement', { stuck: standing('client.query') }],
    ['requests await a lock', { stuck: standing('mutex.acquire') }],
    ['no more are open than there are connections', { stuck: standing('pool.query'), unfinished: 30 }],
    ['connections are in use, as they come back late', { stuck: standing('pool.connect'), resources: [buildLoop(0.1), pool(0.7)] }],
    ['hardly any of those that are open say where they stand', { stuck: standing('pool.query', 2) }],
    ['most stand elsewhere', { stuck: [...standing('pool.connect', 10), ...standing('fetch', 30)] }],
  ])('are not where %s', (_, changes) => {
    expect(diagnoseStage(changes).map(({ cause }) => cause)).not.toContain('pool-exhausted');
  });
});
