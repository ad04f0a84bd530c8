import { describe, expect, it } from 'vitest';
import type { ConsoleLine } from '#engine/stage.ts';
import { diagnose } from '../diagnosis.ts';
import type { DiagnosisEntry } from '../report.ts';
import { buildLoop, buildRecording, buildResource, buildRun, type RecordingChanges } from '../testing/recording-builder.ts';
import { buildTask } from '../testing/task-builder.ts';

const MS = 1e6;
const PYTHON_WORDS = /asyncio|to_thread|\bGIL\b|lifespan|interpreter|max_size|maxsize|sleep\(0\)|async with|redis-py|`def`|gather/;
const wait = (resource: string) => [{ line: 3, resource, queueNs: 400 * MS * 1000, serviceNs: 0, count: 1000 }];
const error = (text: string): ConsoleLine => ({ timeNs: 1, worker: 0, level: 'error', text });

function diagnoseStage(file: string, changes: RecordingChanges): DiagnosisEntry[] {
  const task = buildTask();
  return diagnose(task, [file], buildRun(task, buildRecording({ p99Ms: 900, meanMs: 400, ...changes })));
}

/** Stages whose advice names what a language has. */
const STAGES: Readonly<Record<string, RecordingChanges>> = {
  'a computation that blocks': {
    resources: [buildLoop(0.95)],
    slowSteps: [{ line: 3, what: 'CPU', maxSize: 0, unit: '', count: 90, totalNs: 3.5e9, maxNs: 5e7 }],
  },
  'a call that blocks': {
    resources: [buildLoop(0.95)],
    slowSteps: [{ line: 3, what: 'fs.readFileSync', maxSize: 0, unit: '', count: 90, totalNs: 3.5e9, maxNs: 5e7 }],
  },
  'threads that are all busy': {
    resources: [buildLoop(0.3), buildResource({ name: 'pool', kind: 'threads', servers: 4, utilisation: 1 })],
    lineWaits: wait('pool'),
  },
  'a queue with too few places': {
    resources: [buildLoop(0.3), buildResource({ name: 'PQueue main.ts:5', kind: 'queue', servers: 4, utilisation: 1 })],
    lineWaits: wait('PQueue main.ts:5'),
  },
  'a deadlock': {
    outcomes: { timeout: 1000 },
    fault: { verdict: 'deadlock', message: '900 of 1000 requests were never answered', line: 3 },
    stuck: [{ request: 1, line: 3, awaits: 'mutex.acquire' }],
  },
  'a busy loop': { fault: { verdict: 'spinning', message: 'yields', line: 3 } },
  'a stack that is used up': { fault: { verdict: 'stack-overflow', message: 'deep', line: 3 } },
  'a start-up that failed': { fault: { verdict: 'startup-failed', message: 'TypeError: no\n    at main.ts:3', line: 0 } },
  'memory that ran out': {
    restarts: [
      {
        worker: 0,
        atNs: 1e9,
        cause: 'memory',
        error: null,
        memoryBytes: 4e8,
        holder: { name: 'cache', bytes: 3e8, line: 3 },
        lostRequests: 1,
      },
    ],
  },
  'errors of the program': { outcomes: { '200': 500, '500': 500 }, console: [error('TypeError: no\n    at main.ts:3')] },
  'refused connections': {
    outcomes: { '200': 500, '500': 500 },
    console: [error('error: sorry, too many clients already\n    at main.ts:3')],
  },
};

describe('advice', () => {
  for (const [name, changes] of Object.entries(STAGES)) {
    it(`about ${name} names nothing of Python where the program is TypeScript`, () => {
      const [entry] = diagnoseStage('main.ts', changes);
      expect(entry).toMatchObject({ file: 'main.ts', line: 3 });
      expect(`${entry?.text.en} ${entry?.text.zh}`).not.toMatch(PYTHON_WORDS);
      expect(`${entry?.text.en} ${entry?.text.zh}`).not.toMatch(/undefined|traceback/);
    });
  }

  it('about a deadlock knows a connection that is asked for through the pool itself', () => {
    const fault = { verdict: 'deadlock', message: '900 of 1000 requests were never answered', line: 3 };
    const text = (file: string, awaits: string) =>
      diagnoseStage(file, { outcomes: { timeout: 1000 }, fault, stuck: [{ request: 1, line: 3, awaits }] })[0]?.text.en;
    expect(text('main.py', 'Pool.fetch')).toContain('All connections are held');
    expect(text('main.ts', 'pool.query')).toContain('All connections are held');
  });

  it('about a queue speaks of its tasks or of its concurrency', () => {
    const text = (file: string) => diagnoseStage(file, STAGES['a queue with too few places'] ?? {})[0]?.text.en;
    expect(text('main.py')).toContain('Start more tasks');
    expect(text('main.ts')).toContain('lets 4 tasks run at a time, and its places are busy 100 % of the time');
    expect(text('main.ts')).toContain('Raise its concurrency');
  });

  it('about a computation sends Python to processes and TypeScript to worker threads', () => {
    const text = (file: string) => diagnoseStage(file, STAGES['a computation that blocks'] ?? {})[0]?.text.en;
    expect(text('main.py')).toContain('the GIL lets only one run');
    expect(text('main.ts')).toContain('worker threads (piscina)');
  });
});
