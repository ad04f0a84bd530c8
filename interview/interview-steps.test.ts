import { describe, expect, it } from 'vitest';
import { REFERENCE_REPORT, STARTER_REPORT } from '#components/results/testing/fixture-report.ts';
import { elapsedMs } from './interview-clock.ts';
import { eventsOf, type InterviewRecord } from './interview-record.ts';
import * as steps from './interview-steps.ts';
import { resultOf } from './run-result.ts';
import { interview, result } from './testing/fixture-interview.ts';

const MINUTE = 60_000;
const program = (text: string) => ({ language: 'python' as const, files: { 'main.py': text } });
const begun = () => steps.start(interview(), 0);
const ended = (record: InterviewRecord, run: string, text: string, at: number) =>
  steps.endRun(steps.startRun(record, run, program(text), at), run, { outcome: 'report', result: result() }, at);

describe('the steps of an interview', () => {
  it('start the clock once', () => {
    expect(steps.start(begun(), 9_000).startedAtWallMs).toBe(0);
  });

  it('give time back once, however often a span is told while it grows', () => {
    let record = begun();
    for (const now of [1_000, 2_000, 3_000]) record = steps.giveBack(record, 'loading', 500, now);
    record = steps.giveBack(record, 'run-lost', 10_000, 15_000);
    expect(record.givenBack).toHaveLength(2);
    expect(elapsedMs(record, 20_000)).toBe(20_000 - 2_500 - 5_000);
  });

  it('give nothing back before the start', () => {
    expect(steps.giveBack(interview(), 'loading', 0, 1_000).givenBack).toEqual([]);
  });

  it('take the first choice, and one hint once', () => {
    let record = steps.answer(begun(), 0, 2, true, 1_000);
    record = steps.answer(record, 0, 1, false, 2_000);
    record = steps.showHint(steps.showHint(record, 1, 3, 3_000), 1, 3, 3_000);
    expect(eventsOf(record, 'question-answered')).toEqual([
      { type: 'question-answered', atMs: 1_000, question: 0, choice: 2, right: true },
    ]);
    expect(eventsOf(record, 'hint-shown')).toHaveLength(1);
  });

  it('warn once each', () => {
    let record = begun();
    for (const minutes of [9, 10, 10.5, 13.9, 14, 14.5]) record = steps.warn(record, minutes * MINUTE);
    expect(eventsOf(record, 'warned').map(({ minutes }) => minutes)).toEqual([5, 1]);
  });

  it('warn of the last minute only, where nobody was there at five', () => {
    expect(eventsOf(steps.warn(begun(), 14.2 * MINUTE), 'warned').map(({ minutes }) => minutes)).toEqual([1]);
  });

  it('finish once, with what was saved last, and measure it if it was never run', () => {
    const worked = ended(begun(), '1', 'measured', MINUTE);
    const record = steps.finish(worked, 'time-up', [program('later')], 16 * MINUTE);
    expect(steps.finish(record, 'by-candidate', [], 17 * MINUTE)).toBe(record);
    expect(eventsOf(record, 'finished')[0]).toEqual({ type: 'finished', atMs: 15 * MINUTE, how: 'time-up' });
    expect(steps.programToMeasure(record)).toEqual(program('later'));
    const after = ended(record, '2', 'later', 16 * MINUTE);
    expect(steps.programToMeasure(after)).toBeNull();
    expect(after.saved).toEqual(record.saved);
  });

  it('measure nothing again that was measured, and give up after a run that failed at the end', () => {
    const record = steps.finish(ended(begun(), '1', 'same', MINUTE), 'by-candidate', [program('same')], 2 * MINUTE);
    expect(steps.programToMeasure(record)).toBeNull();
    let failing = steps.finish(begun(), 'time-up', [program('broken')], 15 * MINUTE);
    failing = steps.startRun(failing, '1', program('broken'), 15 * MINUTE);
    failing = steps.endRun(failing, '1', { outcome: 'stopped' }, 15 * MINUTE);
    expect(steps.programToMeasure(failing)).toBeNull();
  });

  it('measure the original program when nothing was written', () => {
    expect(steps.programToMeasure(steps.finish(begun(), 'time-up', [], 15 * MINUTE))).toEqual(program('# python starter'));
  });
});

describe('what is kept of a report', () => {
  it('is how far it got, why it fell, what requests waited for, and what changed', () => {
    const kept = resultOf(STARTER_REPORT, 100_000, null);
    expect(kept).toMatchObject({ survivedRps: 2000, goalReached: false, decidingStage: { offeredRps: 5000 }, changed: [] });
    expect(kept?.decidingStage.failed).toContain('p99');
    expect(kept?.wait?.utilisation).toBeGreaterThan(0.9);
    const better = resultOf(REFERENCE_REPORT, 100_000, STARTER_REPORT);
    expect(better).toMatchObject({ goalReached: true });
    expect(better?.changed[0]?.en).toContain('up from');
  });
});
