// How much time is left, from the record and the time of day alone: two tabs, a reload and a crash all see the same clock.
import { eventsOf, type GivenBack, type InterviewRecord } from './interview-record.ts';

/** Minutes before the end at which the interviewer says so. */
export const WARNINGS = [5, 1] as const;
const MINUTE_MS = 60_000;

/** Time that the clock stood, until now; spans that overlap, of two tabs, count once. */
function givenBackMs(spans: readonly GivenBack[], fromWallMs: number, nowWallMs: number): number {
  let total = 0;
  let reached = fromWallMs;
  for (const span of [...spans].sort((a, b) => a.fromWallMs - b.fromWallMs)) {
    const from = Math.max(reached, span.fromWallMs);
    const to = Math.min(nowWallMs, span.toWallMs);
    if (to <= from) continue;
    total += to - from;
    reached = to;
  }
  return total;
}

/** Time on the clock, from 0 to the limit; 0 before the start, and it stands once the interview is finished. */
export function elapsedMs(record: InterviewRecord, nowWallMs: number): number {
  const finished = finishedOf(record);
  if (finished) return finished.atMs;
  if (record.startedAtWallMs === null) return 0;
  const passed = nowWallMs - record.startedAtWallMs - givenBackMs(record.givenBack, record.startedAtWallMs, nowWallMs);
  return Math.min(record.limitMs, Math.max(0, passed));
}

export function remainingMs(record: InterviewRecord, nowWallMs: number): number {
  return record.limitMs - elapsedMs(record, nowWallMs);
}

export function finishedOf(record: InterviewRecord) {
  return eventsOf(record, 'finished')[0] ?? null;
}

/** Time is up, whether anybody was there to see it or not, or the candidate ended it. */
export function isOver(record: InterviewRecord, nowWallMs: number): boolean {
  return finishedOf(record) !== null || (record.startedAtWallMs !== null && remainingMs(record, nowWallMs) <= 0);
}

/** Minutes of the warning that holds now: the lowest one reached; null while there is more time than that. */
export function warningAt(remaining: number): (typeof WARNINGS)[number] | null {
  return WARNINGS.findLast((minutes) => remaining <= minutes * MINUTE_MS) ?? null;
}

/** Total of what was given back, for the report. */
export function givenBackInAll(record: InterviewRecord): number {
  return record.startedAtWallMs === null ? 0 : givenBackMs(record.givenBack, record.startedAtWallMs, Number.POSITIVE_INFINITY);
}

/** 754000 -> "12:34". A second that has begun counts as a whole one, so that 00:00 means over. */
export function formatClock(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** The run that counts: the last complete one of the program that was saved last, else the last complete one. */
export function countingRun(record: InterviewRecord) {
  const ended = eventsOf(record, 'run-ended').filter((event) => event.outcome === 'report');
  const last = record.saved[record.language]?.program;
  const ofLast = eventsOf(record, 'run-started').filter(({ program }) => program === last);
  return ended.findLast(({ run }) => ofLast.some((started) => started.run === run)) ?? ended.at(-1) ?? null;
}
