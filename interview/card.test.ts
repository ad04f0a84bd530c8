import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listStrengths, listTraining, TRAINING_SLUGS } from '#components/interview/report-card/advice.ts';
import { describeCard } from './card.ts';
import { addEvent, type InterviewEvent, type InterviewRecord, keepProgram } from './interview-record.ts';
import { interview, reportEnded, result } from './testing/fixture-interview.ts';

const LADDER = [2_000, 5_000, 10_000, 100_000];
const cause = (id: string) => ({ id, resource: null, file: 'main.py', line: 7, text: { en: id, zh: id } });

/** An interview in Python: what happened, and the text that was saved last. */
function play(events: readonly InterviewEvent[], saved = 0): InterviewRecord {
  const record = events.reduce(addEvent, interview());
  return { ...record, saved: { python: { atMs: 0, program: saved } } };
}
const started = (run: string, atMs: number, program = 0): InterviewEvent => ({ type: 'run-started', run, atMs, program });
const withProgram = (record: InterviewRecord, text: string) => keepProgram(record, { language: 'python', files: { 'main.py': text } });

describe('a report card', () => {
  it('of an interview in which nothing happened says so', () => {
    const card = describeCard(interview(), LADDER);
    expect(card).toMatchObject({ runs: [], survivedRps: 0, score: 0, measuredFirst: null, findings: [], questions: [], unmeasured: false });
    expect(listStrengths(card)).toEqual([]);
  });

  it('counts the stages that each run gained on the last one that gave a report', () => {
    const events = [
      started('a', 10),
      reportEnded('a', { survivedRps: 2_000 }, 20),
      started('b', 30),
      {
        type: 'run-ended',
        atMs: 31,
        run: 'b',
        outcome: 'failed',
        failure: { kind: 'guest', message: 'SyntaxError', file: null, line: null },
      },
      started('c', 40),
      reportEnded('c', { survivedRps: 10_000 }, 50),
    ] as const;
    const { runs } = describeCard(play(events), LADDER);
    expect(runs.map(({ held, gained, outcome }) => [outcome, held, gained])).toEqual([
      ['report', 1, null],
      ['failed', null, null],
      ['report', 3, 2],
    ]);
    expect(runs[1]?.failure).toBe('SyntaxError');
  });

  it('takes the price of hints off the score, which never falls below zero', () => {
    const hint = { type: 'hint-shown', atMs: 5, number: 1, price: 3 } as const;
    const ended = [started('a', 10), reportEnded('a', { score: 20 }, 20)];
    expect(describeCard(play([hint, ...ended]), LADDER)).toMatchObject({ score: 17, hintPoints: 3 });
    expect(describeCard(play([{ ...hint, price: 30 }, ...ended]), LADDER).score).toBe(0);
  });

  it('tells in which run a cause was found, and in which it was gone for good', () => {
    const events = [
      started('a', 1),
      reportEnded('a', { cause: cause('loop-blocked') }, 2),
      started('b', 3),
      reportEnded('b', { cause: cause('pool-exhausted') }, 4),
      started('c', 5),
      reportEnded('c', { cause: cause('pool-exhausted'), otherCauses: ['loop-blocked'] }, 6),
      started('d', 7),
      reportEnded('d', { cause: cause('pool-exhausted') }, 8),
    ];
    expect(describeCard(play(events), LADDER).findings.map(({ cause, foundIn, mendedIn }) => [cause, foundIn, mendedIn])).toEqual([
      ['loop-blocked', 1, 4],
      ['pool-exhausted', 2, null],
    ]);
  });

  it('says whether the service was measured before it was changed', () => {
    const edit = { type: 'first-edit', atMs: 5 } as const;
    expect(describeCard(play([started('a', 4), edit]), LADDER).measuredFirst).toBe(true);
    expect(describeCard(play([edit, started('a', 6)]), LADDER).measuredFirst).toBe(false);
  });

  it('counts the first answer to a question', () => {
    const answer = { type: 'question-answered', atMs: 3, question: 2 } as const;
    const card = describeCard(
      play([
        { type: 'question-asked', atMs: 2, question: 2 },
        { ...answer, choice: 1, right: false },
        { ...answer, choice: 0, right: true },
      ]),
      LADDER,
    );
    expect(card.questions).toEqual([{ question: 2, choice: 1, right: false, answeredAtMs: 3 }]);
  });

  it('says when the program saved last is not the one that was measured', () => {
    const [record, other] = withProgram(play([started('a', 1), reportEnded('a', {}, 2)]), 'changed');
    expect(describeCard(record, LADDER).unmeasured).toBe(false);
    expect(describeCard({ ...record, saved: { python: { atMs: 9, program: other } } }, LADDER).unmeasured).toBe(true);
  });
});

describe('advice', () => {
  it('names what went well with its figure', () => {
    const events = [
      started('a', 1),
      reportEnded('a', { survivedRps: 2_000, cause: cause('loop-blocked') }, 2),
      started('b', 3),
      reportEnded('b', { survivedRps: 100_000, goalReached: true, cause: cause('none') }, 4),
    ];
    expect(listStrengths(describeCard(play(events), LADDER))).toEqual([
      { id: 'goal' },
      { id: 'measured-first' },
      { id: 'mended', count: 1 },
      { id: 'always-right' },
      { id: 'no-hints', stages: 3 },
    ]);
  });

  it('sends to challenges about what is still broken, never to the same one, and to measuring if that came late', () => {
    const events: InterviewEvent[] = [
      { type: 'first-edit', atMs: 0 },
      started('a', 1),
      reportEnded('a', { cause: cause('pool-exhausted') }, 2),
    ];
    const card = describeCard(play(events), LADDER);
    expect(listTraining(card, 'n-plus-one')).toEqual([
      { slug: 'pool-sizing', why: { kind: 'cause', cause: 'pool-exhausted' } },
      { slug: 'find-the-slow-part', why: { kind: 'measure' } },
    ]);
  });

  it('has nothing to send to after a clean interview', () => {
    const card = describeCard(play([started('a', 1), reportEnded('a', { ...result(), cause: cause('none') }, 2)]), LADDER);
    expect(listTraining(card, 'n-plus-one')).toEqual([]);
  });

  it('names challenges that are there', () => {
    expect(TRAINING_SLUGS.filter((slug) => !readdirSync('challenges').includes(slug))).toEqual([]);
  });
});
