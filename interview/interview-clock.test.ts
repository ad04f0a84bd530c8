import { describe, expect, it } from 'vitest';
import { countingRun, elapsedMs, formatClock, givenBackInAll, isOver, remainingMs, warningAt } from './interview-clock.ts';
import { addEvent, type GivenBack, type InterviewRecord, keepProgram } from './interview-record.ts';
import { interview, reportEnded } from './testing/fixture-interview.ts';

const MINUTE = 60_000;
const START = 1_000_000;
const started = (givenBack: GivenBack[] = []): InterviewRecord => ({ ...interview(), startedAtWallMs: START, givenBack });
const loading = (from: number, to: number): GivenBack => ({ reason: 'loading', fromWallMs: START + from, toWallMs: START + to });

describe('the clock', () => {
  it('stands until the runtimes were ready', () => {
    const record = interview();
    expect(remainingMs(record, START + 60 * MINUTE)).toBe(15 * MINUTE);
    expect(isOver(record, START + 60 * MINUTE)).toBe(false);
  });

  it('goes on by the time of day while nobody looks', () => {
    expect(remainingMs(started(), START + 4 * MINUTE)).toBe(11 * MINUTE);
    expect(isOver(started(), START + 15 * MINUTE)).toBe(true);
    expect(remainingMs(started(), START + 99 * MINUTE)).toBe(0);
  });

  it('gives back what the platform lost, once where two tabs lost it at the same time', () => {
    const record = started([loading(2 * MINUTE, 4 * MINUTE), loading(3 * MINUTE, 5 * MINUTE), loading(3.5 * MINUTE, 4 * MINUTE)]);
    expect(elapsedMs(record, START + 6 * MINUTE)).toBe(3 * MINUTE);
    expect(givenBackInAll(record)).toBe(3 * MINUTE);
  });

  it('stands while a span grows, and gives nothing for what lies before the start', () => {
    const record = started([loading(-3 * MINUTE, -MINUTE), loading(2 * MINUTE, 9 * MINUTE)]);
    expect(elapsedMs(record, START + 3 * MINUTE)).toBe(2 * MINUTE);
    expect(elapsedMs(record, START + 8 * MINUTE)).toBe(2 * MINUTE);
  });

  it('never runs backwards when the computer’s clock does', () => {
    expect(elapsedMs(started(), START - MINUTE)).toBe(0);
  });

  it('stands where the candidate ended it', () => {
    const record = addEvent(started(), { type: 'finished', atMs: 7 * MINUTE, how: 'by-candidate' });
    expect(isOver(record, START + 8 * MINUTE)).toBe(true);
    expect(remainingMs(record, START + 50 * MINUTE)).toBe(8 * MINUTE);
  });

  it('warns at five minutes and at one', () => {
    expect([5 * MINUTE + 1, 5 * MINUTE, MINUTE + 1, MINUTE, 0].map(warningAt)).toEqual([null, 5, 5, 1, 1]);
  });

  it('shows a second that has begun as a whole one', () => {
    expect([15 * MINUTE, 61_000, 60_001, 1, 0, -5].map(formatClock)).toEqual(['15:00', '01:01', '01:01', '00:01', '00:00', '00:00']);
  });
});

describe('the run that counts', () => {
  it('is that of the program saved last, not the best and not a later one of another program', () => {
    let record = started();
    const run = (name: string, text: string, survivedRps: number) => {
      const [next, program] = keepProgram(record, { language: 'python', files: { 'main.py': text } });
      record = addEvent(next, { type: 'run-started', atMs: 0, run: name, program });
      record = addEvent(record, reportEnded(name, { survivedRps }));
      return program;
    };
    run('1', 'better', 20_000);
    const last = run('2', 'kept', 5_000);
    run('3', 'tried', 10_000);
    expect(countingRun(record)?.run).toBe('3');
    record = { ...record, saved: { python: { atMs: 0, program: last } } };
    expect(countingRun(record)?.run).toBe('2');
  });

  it('is none when no run was completed', () => {
    expect(countingRun(started())).toBeNull();
  });
});
