// Interviews for tests: an opened one, and what a run says at its end.
import { type EventOf, type InterviewRecord, openInterview, type RunResult } from '../interview-record.ts';

export function interview(): InterviewRecord {
  return openInterview(
    {
      id: 'i-1',
      challenge: 'n-plus-one',
      limitMs: 15 * 60_000,
      goalRps: 100_000,
      language: 'python',
      starters: { python: { 'main.py': '# python starter' }, typescript: { 'main.ts': '// typescript starter' } },
    },
    0,
  );
}

export function result(changes: Partial<RunResult> = {}): RunResult {
  return {
    survivedRps: 2_000,
    score: 20,
    criteria: [],
    goalReached: false,
    decidingStage: { offeredRps: 5_000, passed: false, p50Ms: 300, p99Ms: 1_900, errorRate: 0.2, loopLagP99Ms: 4, failed: ['p99'] },
    cause: { id: 'pool-exhausted', resource: 'pool', file: 'main.py', line: 31, text: { en: 'The pool is busy.', zh: '连接池繁忙。' } },
    otherCauses: [],
    wait: { name: 'pool', kind: 'pool', utilisation: 1, meanWaitMs: 380, maxQueue: 40 },
    upperBound: { rps: 4_000, limitedBy: 'pool', text: { en: 'Tops out near 4k.', zh: '上限约 4k。' } },
    changed: [],
    hash: 'a',
    ...changes,
  };
}

export function reportEnded(run: string, changes: Partial<RunResult> = {}, atMs = 0): EventOf<'run-ended'> {
  return { type: 'run-ended', atMs, run, outcome: 'report', result: result(changes) };
}
