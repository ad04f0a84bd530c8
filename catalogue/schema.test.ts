import { describe, expect, it } from 'vitest';
import { describeProblems } from './field-problems.ts';
import { Challenge } from './schema.ts';

const SOUND = {
  slug: 'small',
  level: 'easy',
  topics: ['queues'],
  prerequisites: [],
  minutes: 5,
  languages: ['python'],
  goalRps: 200,
  ladder: [
    { offeredRps: 100, seconds: 1, warmupSeconds: 0 },
    { offeredRps: 200, seconds: 1, warmupSeconds: 0 },
  ],
  slo: { p99Ms: 100, errorRate: 0.01, wrongRate: 0, backlogGrowth: 0.05 },
  expected: [],
  traps: [{ name: 'one', fails: { slo: 'p99', cause: 'pool-exhausted' }, maxSurvivedRps: 0, why: { en: 'a', zh: 'b' } }],
  answers: [{ name: 'two', idea: { en: 'a', zh: 'b' } }],
  starter: { maxSurvivedRps: 100, cause: 'loop-blocked' },
  status: 'draft',
};

function problemsOf(challenge: unknown): string[] {
  const parsed = Challenge.safeParse(challenge);
  return parsed.success ? [] : describeProblems(parsed.error.issues, challenge);
}

describe('challenge.json', () => {
  it('accepts a sound one', () => {
    expect(problemsOf(SOUND)).toEqual([]);
  });

  it.each([
    [{ title: 'no' }, 'title: unknown field'],
    [{ slug: 'Not A Slug' }, 'slug: must be lower-case words joined by hyphens'],
    [{ level: 'brutal' }, 'level: must be "easy" or "medium" or "hard", not "brutal"'],
    [{ goalRps: 300 }, 'goalRps: must be a stage of the ladder'],
    [{ ladder: [...SOUND.ladder, SOUND.ladder[0]] }, 'ladder[2].offeredRps: must be more than that of the stage before'],
    [{ traps: [{ ...SOUND.traps[0], fails: { slo: 'p99' } }] }, 'traps[0].fails.cause: is required'],
    [
      { traps: [{ ...SOUND.traps[0], fails: { slo: 'p50', cause: 'pool-exhausted' } }] },
      'traps[0].fails.slo: must be "p99" or "error-rate" or "wrong-rate" or "keeps-up", or "invariant:" and its id',
    ],
    [{ slo: { ...SOUND.slo, errorRate: 2 } }, 'slo.errorRate: must be at most 1'],
    [{ languages: ['cobol'] }, 'languages[0]: must be "python" or "typescript", not "cobol"'],
  ])('%j is refused by its path', (change, problem) => {
    expect(problemsOf({ ...SOUND, ...change })).toContain(problem);
  });
});
