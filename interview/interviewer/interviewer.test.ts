import { readFileSync } from 'node:fs';
import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { sayValues } from '#components/interview/room/say-values.ts';
import en from '#messages/en.json';
import zh from '#messages/zh.json';
import { eventsOf, type InterviewRecord, type RunResult } from '../interview-record.ts';
import { answer, converse, endRun, finish, start, startRun, warn } from '../interview-steps.ts';
import { interview, result } from '../testing/fixture-interview.ts';

const MINUTE = 60_000;
const FACTS = { firstRps: 2_000, p99Ms: 400, questions: 4 };
const CAUSES = {
  pool: {
    id: 'pool-exhausted',
    resource: 'pool',
    file: 'main.py',
    line: 31,
    text: { en: 'The pool is full. Hold it less.', zh: '连接池满了。少占一会儿。' },
  },
  api: {
    id: 'api-slow',
    resource: 'pricing.test',
    file: 'main.py',
    line: 40,
    text: { en: 'A request waits for the API. Batch.', zh: '请求在等 API。请合并。' },
  },
};

/** An interview that is talked through step by step; every word is kept in `said`. */
class Talk {
  record: InterviewRecord = start(interview(), 0);
  facts = FACTS;
  nowMs = 0;
  private runs = 0;

  /** What was said since it was asked last. */
  listen(busy = false): string[] {
    const before = eventsOf(this.record, 'said').length;
    this.record = warn(this.record, this.nowMs);
    this.record = converse(this.record, this.facts, busy, this.nowMs);
    return eventsOf(this.record, 'said')
      .slice(before)
      .map(({ id }) => id);
  }

  run(text: string, end: Partial<RunResult> | { readonly failure: string }): string[] {
    const id = `run ${++this.runs}`;
    this.record = startRun(this.record, id, { language: 'python', files: { 'main.py': text } }, this.nowMs);
    this.record = endRun(
      this.record,
      id,
      'failure' in end
        ? { outcome: 'failed', failure: { kind: end.failure, message: 'SyntaxError: x.', file: 'main.py', line: 3 } }
        : { outcome: 'report', result: result({ hash: id, ...end }) },
      this.nowMs,
    );
    return this.listen();
  }

  at(minutes: number): this {
    this.nowMs = minutes * MINUTE;
    return this;
  }

  get params() {
    return eventsOf(this.record, 'said').at(-1)?.params ?? {};
  }
}
const STARTER = '# python starter';
const talk = () => {
  const opened = new Talk();
  opened.listen();
  return opened;
};

describe('the interviewer', () => {
  it('opens with the scenario once the clock runs, and once only', () => {
    const opened = new Talk();
    expect(opened.listen()).toEqual(['opening', 'opening-rules']);
    expect(opened.listen()).toEqual([]);
    expect(converse(interview(), FACTS, false, 0).events).toEqual([]);
  });

  it('names what the first run waits for, with its figures, and not what to do about it', () => {
    const opened = talk();
    expect(opened.run(STARTER, { cause: CAUSES.pool })).toEqual(['first-waits']);
    expect(opened.params).toMatchObject({ survivedRps: 2_000, resource: 'pool', busyShare: 1, waitMs: 380 });
    const other = talk();
    expect(other.run(STARTER, { cause: CAUSES.api, wait: null })).toEqual(['first']);
    expect(other.params.cause).toEqual({ en: 'A request waits for the API.', zh: '请求在等 API。' });
  });

  it('says that what was not measured before cannot be compared', () => {
    expect(talk().run('changed at once', {})).toEqual(['first-changed']);
  });

  it('tells a step forward, a step back, another reason and no difference apart', () => {
    const opened = talk();
    opened.run(STARTER, {});
    expect(opened.run('b', { survivedRps: 10_000, cause: CAUSES.api, wait: null })).toEqual(['better-moved']);
    expect(opened.params).toMatchObject({ number: 2, beforeRps: 2_000, survivedRps: 10_000 });
    opened.listen();
    expect(opened.run('c', { survivedRps: 5_000, cause: CAUSES.api })).toEqual(['worse']);
    expect(opened.params).toMatchObject({ beforeRps: 10_000, bestNumber: 2 });
    expect(opened.run('d', { survivedRps: 10_000, cause: CAUSES.pool })[0]).toBe('moved');
    expect(opened.run('e', { survivedRps: 10_000, cause: CAUSES.pool })[0]).toBe('flat');
    const { decidingStage } = result();
    expect(opened.run('f', { survivedRps: 10_000, cause: CAUSES.pool, decidingStage: { ...decidingStage, p99Ms: 900 } })[0]).toBe('closer');
    expect(opened.run('g', { survivedRps: 20_000, cause: CAUSES.pool })).toEqual(['better-same']);
  });

  it('does not praise speed with wrong answers', () => {
    const opened = talk();
    opened.run(STARTER, {});
    const { decidingStage } = result();
    expect(opened.run('b', { survivedRps: 50_000, decidingStage: { ...decidingStage, failed: ['wrong-rate'] } })).toEqual([
      'wrong-answers',
    ]);
    expect(opened.run('c', { survivedRps: 50_000, decidingStage: { ...decidingStage, failed: ['invariant:sum'] } })[0]).toBe(
      'wrong-answers-again',
    );
  });

  it('knows the same program and the same report when it sees them', () => {
    const opened = talk();
    opened.run(STARTER, { hash: 'x' });
    expect(opened.run(STARTER, { hash: 'x' })).toEqual(['same-program']);
    expect(opened.run('a comment', { hash: 'x' })[0]).toBe('nothing-changed');
  });

  it('names the place where a program failed to start, and takes the blame for what the platform lost', () => {
    const opened = talk();
    expect(opened.run('b', { failure: 'guest' })).toEqual(['start-failed-at']);
    expect(opened.params).toMatchObject({ place: 'main.py:3', message: 'SyntaxError: x' });
    expect(opened.run('c', { failure: 'guest' })).toEqual(['start-failed-at-again']);
    expect(opened.run('d', { failure: 'no-answer' })).toEqual(['run-hung']);
    expect(opened.run('e', { failure: 'internal' })).toEqual(['run-lost']);
    expect(opened.run('f', { failure: 'wall-limit' })).toEqual(['run-slow']);
  });

  it('asks what was measured after three runs without a higher stage, then where to look', () => {
    const opened = talk();
    opened.run(STARTER, {});
    const words = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((text) => opened.run(text, {}).slice(1));
    expect(words.flat()).toEqual(['stuck-measured', 'stuck-requests', 'stuck-bound', 'stuck-hint']);
  });

  it('never says the same thing in the same words after two runs in a row', () => {
    const opened = talk();
    const rungs = [2_000, 2_000, 2_000, 5_000, 10_000, 5_000, 5_000, 2_000, 20_000, 50_000, 20_000, 20_000];
    let before = '';
    for (const [index, survivedRps] of rungs.entries()) {
      opened.run(index === 0 ? STARTER : `${index}`, { survivedRps });
      const said = eventsOf(opened.record, 'said').findLast(({ params }) => params.run !== undefined);
      const text = `${said?.id} ${JSON.stringify({ ...said?.params, run: '' })}`;
      expect(text).not.toBe(before);
      before = text;
    }
  });

  it('asks its questions at milestones, one at a time, and does not judge an answer', () => {
    const opened = talk();
    opened.run(STARTER, {});
    expect(opened.listen()).toEqual([]);
    opened.at(3).run('b', { survivedRps: 5_000 });
    expect(opened.listen()).toEqual(['ask-progress']);
    opened.at(4).run('c', { survivedRps: 20_000 });
    expect(opened.listen()).toEqual([]);
    opened.record = answer(opened.record, 0, 2, true, opened.nowMs);
    expect(opened.listen()).toEqual(['noted']);
    expect(opened.at(5).listen()).toEqual([]);
    expect(opened.at(6.5).listen()).toEqual(['ask-half']);
    opened.record = answer(opened.record, 1, 0, false, opened.nowMs);
    expect(opened.listen()).toEqual(['noted-again']);
  });

  it('goes on to the rest of its questions when the goal is reached early', () => {
    const opened = talk();
    opened.run(STARTER, {});
    expect(opened.at(5).run('b', { survivedRps: 100_000, goalReached: true })).toEqual(['goal']);
    expect(opened.listen()).toEqual(['ask-stretch']);
    opened.record = answer(opened.record, 0, 0, false, opened.nowMs);
    expect([opened.listen(), opened.listen()].flat()).toEqual(['noted', 'ask-another']);
    expect(opened.run('c', { survivedRps: 100_000, goalReached: true })).toEqual(['goal-again']);
  });

  it('asks aside when half of the time is gone without progress, and not in the last minute', () => {
    const opened = talk();
    opened.run(STARTER, {});
    opened.at(7).run('b', { survivedRps: 2_000 });
    expect(opened.listen()).toEqual(['ask-aside']);
    const late = talk();
    late.at(14.5).run(STARTER, {});
    expect(eventsOf(late.record, 'question-asked')).toEqual([]);
  });

  it('nudges after three minutes without a run, never while one is under way, and not again at once', () => {
    const opened = talk();
    expect(opened.at(2.9).listen()).toEqual([]);
    expect(opened.at(3).listen(true)).toEqual([]);
    expect(opened.listen()).toEqual(['quiet-unmeasured']);
    expect(opened.at(5).listen()).toEqual([]);
    expect(opened.at(6).listen()).toEqual(['quiet-unmeasured-again']);
    opened.run(STARTER, {});
    opened.facts = { ...FACTS, questions: 0 };
    expect(opened.at(9).listen()).toEqual(['quiet']);
  });

  it('warns at five minutes and at one with what is worth knowing then', () => {
    const opened = talk();
    opened.facts = { ...FACTS, questions: 0 };
    opened.run(STARTER, { survivedRps: 10_000 });
    opened.at(9).run('b', { survivedRps: 10_000 });
    expect(opened.at(10).listen()).toEqual(['five']);
    expect(opened.listen()).toEqual([]);
    opened.run('c', { survivedRps: 2_000 });
    expect(opened.at(14).listen()).toEqual(['one-worse']);
    expect(opened.params).toMatchObject({ survivedRps: 2_000, bestRps: 10_000, bestNumber: 1 });
    expect(talk().at(10).listen()).toEqual(['five-unmeasured']);
  });

  it('closes once the last program has been measured, and is silent after that', () => {
    const opened = talk();
    opened.run(STARTER, {});
    opened.at(15).record = finish(opened.record, 'time-up', [{ language: 'python', files: { 'main.py': 'last' } }], opened.nowMs);
    expect(opened.listen(true)).toEqual([]);
    const closing = opened.run('last', { survivedRps: 20_000 });
    expect(closing).toEqual(['closing-time', 'closing-result']);
    expect(opened.params).toEqual({ firstRps: 2_000, survivedRps: 20_000, goalRps: 100_000 });
    expect(opened.listen()).toEqual([]);
  });

  it('closes without a figure when nothing was measured', () => {
    const opened = talk();
    opened.at(6).record = finish(opened.record, 'by-candidate', [], opened.nowMs);
    expect(opened.listen()).toEqual(['closing-early', 'closing-unmeasured']);
  });
});

describe('its words', () => {
  const translators = { en: createTranslator({ locale: 'en', messages: en }), zh: createTranslator({ locale: 'zh', messages: zh }) };

  it('are all used by a rule', () => {
    const source = ['react', 'interviewer', 'ask'].map((name) => readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8')).join('');
    for (const id of Object.keys(en.interview.says)) expect(source, id).toContain(`'${id}'`);
  });

  it('take the figures of every rule in both languages', () => {
    const opened = talk();
    const texts: string[] = [];
    opened.run(STARTER, {});
    for (const text of ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) opened.run(text, {});
    opened.run('j', { failure: 'guest' });
    opened.run('k', { survivedRps: 100_000, goalReached: true });
    opened.at(10).listen();
    for (const locale of ['en', 'zh'] as const) {
      for (const { id, params } of eventsOf(opened.record, 'said')) {
        const text = translators[locale](`interview.says.${id}` as 'interview.says.opening', sayValues(params, locale) as never);
        expect(text, id).not.toMatch(/[{}]|interview\.says/);
        texts.push(text.replaceAll('\u00a0', ' '));
      }
    }
    expect(texts).toContainEqual(expect.stringContaining('100 % of the time'));
    expect(texts).toContainEqual(expect.stringContaining('100% 的时间'));
  });
});
