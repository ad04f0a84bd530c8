import { describe, expect, it } from 'vitest';
import type { Report } from '#judge/report.ts';
import type { Task } from '#judge/task.ts';
import { checkPartial, checkReference, checkStarter, checkSurvives, checkTrap } from './check-proof.ts';

const TASK = { goalRps: 200 } as Task;

interface Outcome {
  readonly survivedRps?: number;
  readonly cause?: string;
  /** Of the stage at 200/s, which decides. */
  readonly p99?: number;
  readonly errorRate?: number;
}

function report({ survivedRps = 200, cause = 'none', p99 = 50, errorRate = 0 }: Outcome): Report {
  const slo = [
    { id: 'p99', limit: 100, value: p99, passed: p99 <= 100 },
    { id: 'error-rate', limit: 0.01, value: errorRate, passed: errorRate <= 0.01 },
  ];
  return {
    survivedRps,
    decidingStage: 0,
    stages: [{ offeredRps: 200, slo }],
    diagnosis: [{ cause, text: { en: 'because', zh: '因为' } }],
  } as unknown as Report;
}

describe('the proof of a challenge', () => {
  const trap = { name: 'one', fails: { slo: 'p99', cause: 'pool-exhausted' }, maxSurvivedRps: 100, why: { en: '', zh: '' } };
  const caught = { survivedRps: 100, cause: 'pool-exhausted', p99: 150 };

  it('takes a reference that survives with a margin', () => {
    expect(checkReference(report({}), TASK)).toEqual([]);
  });

  it('wants the margin on every row of the promise', () => {
    expect(checkReference(report({ p99: 81, errorRate: 0.009 }), TASK)).toEqual([
      'p99 at the goal is 81, more than 80 (80 % of the limit)',
      'error-rate at the goal is 0.009, more than 0.008 (80 % of the limit)',
    ]);
  });

  it('names what kept an answer from surviving', () => {
    expect(checkSurvives(report({ survivedRps: 100 }), TASK)).toEqual(['survives 100 of 200 requests/s: because']);
  });

  it('takes a trap that fails as it says', () => {
    expect(checkTrap(report(caught), trap)).toEqual([]);
  });

  it('refuses a trap that survives, fails for another reason or keeps the promise that it names', () => {
    expect(checkTrap(report({ ...caught, survivedRps: 200 }), trap)).toEqual(['survives 200 requests/s, should not survive more than 100']);
    expect(checkTrap(report({ ...caught, cause: 'api-slow' }), trap)).toEqual([
      'fails because of api-slow, should fail because of pool-exhausted',
    ]);
    expect(checkTrap(report({ ...caught, p99: 99, errorRate: 0.5 }), trap)).toEqual(['keeps its promise p99, should break it']);
  });

  it('wants a partial answer to survive its stage, neither more nor less', () => {
    const partial = { name: 'one', survivedRps: 100, idea: { en: '', zh: '' } };
    expect(checkPartial(report({ survivedRps: 100 }), partial)).toEqual([]);
    expect(checkPartial(report({ survivedRps: 50 }), partial)).toEqual(['survives 50 requests/s, should survive 100: because']);
    expect(checkPartial(report({ survivedRps: 200 }), partial)).toEqual(['survives 200 requests/s, should survive 100: because']);
  });

  it('wants the starter to fall, and for its cause', () => {
    const starter = { maxSurvivedRps: 100, cause: 'loop-blocked' };
    expect(checkStarter(report({ survivedRps: 100, cause: 'loop-blocked' }), starter)).toEqual([]);
    expect(checkStarter(report({ cause: 'none' }), starter)).toEqual([
      'survives 200 requests/s, should not survive more than 100',
      'fails because of none, should fail because of loop-blocked',
    ]);
  });
});
