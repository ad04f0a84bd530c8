// What can happen to an interview, each as a step from record to record. A step that changes nothing returns the record itself, and
// each may be taken twice: two tabs take them side by side.
import { elapsedMs, finishedOf, isOver, WARNINGS, warningAt } from './interview-clock.ts';
import {
  addEvent,
  type EventOf,
  eventsOf,
  type GivenBackReason,
  type InterviewRecord,
  keepProgram,
  type Program,
  type RunOutcome,
} from './interview-record.ts';
import { takeTurn } from './interviewer/interviewer.ts';
import type { SceneFacts } from './interviewer/scene.ts';

const MINUTE_MS = 60_000;

/** The runtimes are ready: the clock starts, once. */
export function start(record: InterviewRecord, nowWallMs: number): InterviewRecord {
  return record.startedAtWallMs === null ? { ...record, startedAtWallMs: nowWallMs } : record;
}

/** From then to now the clock stood. Called again and again while it lasts. */
export function giveBack(record: InterviewRecord, reason: GivenBackReason, fromWallMs: number, nowWallMs: number): InterviewRecord {
  if (record.startedAtWallMs === null || finishedOf(record)) return record;
  const others = record.givenBack.filter((span) => span.reason !== reason || span.fromWallMs !== fromWallMs);
  return { ...record, givenBack: [...others, { reason, fromWallMs, toWallMs: nowWallMs }] };
}

export function noteEdit(record: InterviewRecord, nowWallMs: number): InterviewRecord {
  if (eventsOf(record, 'first-edit').length > 0) return record;
  return addEvent(record, { type: 'first-edit', atMs: elapsedMs(record, nowWallMs) });
}

export function startRun(record: InterviewRecord, run: string, program: Program, nowWallMs: number): InterviewRecord {
  const [kept, index] = keepProgram(record, program);
  const atMs = elapsedMs(record, nowWallMs);
  const saved = finishedOf(record) ? kept.saved : { ...kept.saved, [program.language]: { atMs, program: index } };
  const language = finishedOf(record) ? kept.language : program.language;
  return addEvent({ ...kept, language, saved }, { type: 'run-started', atMs, run, program: index });
}

export function endRun(record: InterviewRecord, run: string, outcome: RunOutcome, nowWallMs: number): InterviewRecord {
  if (eventsOf(record, 'run-ended').some((event) => event.run === run)) return record;
  return addEvent(record, { type: 'run-ended', atMs: elapsedMs(record, nowWallMs), run, ...outcome });
}

export function showHint(record: InterviewRecord, number: number, price: number, nowWallMs: number): InterviewRecord {
  if (isOver(record, nowWallMs) || eventsOf(record, 'hint-shown').some((event) => event.number === number)) return record;
  return addEvent(record, { type: 'hint-shown', atMs: elapsedMs(record, nowWallMs), number, price });
}

/** The first choice counts. */
export function answer(record: InterviewRecord, question: number, choice: number, right: boolean, nowWallMs: number): InterviewRecord {
  if (isOver(record, nowWallMs) || eventsOf(record, 'question-answered').some((event) => event.question === question)) return record;
  return addEvent(record, { type: 'question-answered', atMs: elapsedMs(record, nowWallMs), question, choice, right });
}

/** The programs as they were saved last, of each language that has one. */
export function finish(
  record: InterviewRecord,
  how: EventOf<'finished'>['how'],
  saved: readonly Program[],
  nowWallMs: number,
): InterviewRecord {
  if (record.startedAtWallMs === null || finishedOf(record)) return record;
  const atMs = elapsedMs(record, nowWallMs);
  let next = record;
  for (const program of saved) {
    const [kept, index] = keepProgram(next, program);
    next = { ...kept, saved: { ...kept.saved, [program.language]: { atMs, program: index } } };
  }
  return addEvent(next, { type: 'finished', atMs, how });
}

/** Notes that a warning is due. */
export function warn(record: InterviewRecord, nowWallMs: number): InterviewRecord {
  if (record.startedAtWallMs === null || isOver(record, nowWallMs)) return record;
  const atMs = elapsedMs(record, nowWallMs);
  const minutes = warningAt(record.limitMs - atMs);
  const due = minutes !== null && record.limitMs > WARNINGS[0] * MINUTE_MS;
  if (!due || eventsOf(record, 'warned').some((event) => event.minutes <= minutes)) return record;
  return addEvent(record, { type: 'warned', atMs, minutes });
}

/** The interviewer says what it has to say now. */
export function converse(record: InterviewRecord, facts: SceneFacts, busy: boolean, nowWallMs: number): InterviewRecord {
  const atMs = elapsedMs(record, nowWallMs);
  const { says, asks } = takeTurn({ record, facts, busy, nowMs: atMs });
  let next = record;
  for (const said of says) next = addEvent(next, { type: 'said', atMs, ...said });
  if (!asks) return next;
  next = addEvent(next, { type: 'said', atMs, id: asks.lead, params: {} });
  return addEvent(next, { type: 'question-asked', atMs, question: asks.question });
}

/** The program that is still to be measured: the one that was saved last, if no run of it has ended. */
export function programToMeasure(record: InterviewRecord): Program | null {
  const finished = finishedOf(record);
  const index = record.saved[record.language]?.program ?? record.starters[record.language];
  if (!finished || index === undefined) return null;
  const ended = eventsOf(record, 'run-ended');
  const after = record.events.slice(record.events.indexOf(finished));
  const measured = eventsOf(record, 'run-started').some(
    ({ run, program }) =>
      program === index && ended.some((event) => event.run === run && (event.outcome === 'report' || after.includes(event))),
  );
  return measured ? null : (record.programs[index] ?? null);
}

/** The interviewer has said its last word. */
export function isSettled(record: InterviewRecord): boolean {
  return eventsOf(record, 'said').some(({ id }) => /^closing-(result|goal|unmeasured)$/.test(id));
}
