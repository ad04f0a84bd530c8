// What the interviewer can see when it is its turn: the record, the time, and a few facts of the challenge. Nothing else, so the
// same record always makes it say the same.
import type { Messages } from 'next-intl';
import { type EventOf, eventsOf, type InterviewRecord, type RunResult, type SaidMessage, type Text } from '../interview-record.ts';

export interface SceneFacts {
  /** Requests/s that the service is under today. */
  readonly firstRps: number;
  readonly p99Ms: number;
  /** How many follow-up questions the challenge has. */
  readonly questions: number;
}

export interface Scene {
  readonly record: InterviewRecord;
  readonly facts: SceneFacts;
  /** On the clock. */
  readonly nowMs: number;
  /** A run is under way, or about to be. */
  readonly busy: boolean;
}

export type Params = SaidMessage['params'];

/** Everything it has words for. */
export type SayId = keyof Messages['interview']['says'];

export function say(id: SayId, params: Params = {}): SaidMessage {
  return { id, params };
}

export function hasSaid(record: InterviewRecord, id: SayId): boolean {
  return record.events.some((event) => event.type === 'said' && event.id === id);
}

/** Of several ways to say a thing the one said least, the first of equals. */
export function vary(record: InterviewRecord, ...ids: readonly [SayId, ...SayId[]]): SayId {
  const times = (id: SayId) => record.events.filter((event) => event.type === 'said' && event.id === id).length;
  return ids.reduce((best, id) => (times(id) < times(best) ? id : best));
}

export interface CompletedRun {
  readonly run: string;
  /** Counts from 1, all runs that were started. */
  readonly number: number;
  readonly program: number;
  readonly atMs: number;
  readonly result: RunResult;
}

/** Runs that gave a report, in the order in which they ended. */
export function completedRuns(record: InterviewRecord): CompletedRun[] {
  const started = eventsOf(record, 'run-started');
  return eventsOf(record, 'run-ended').flatMap((event) => {
    const index = started.findIndex(({ run }) => run === event.run);
    const program = started[index]?.program;
    return event.outcome === 'report' && program !== undefined
      ? [{ run: event.run, number: index + 1, program, atMs: event.atMs, result: event.result }]
      : [];
  });
}

export function numberOfRun(record: InterviewRecord, run: string): number {
  return eventsOf(record, 'run-started').findIndex((event) => event.run === run) + 1;
}

export function bestOf(runs: readonly CompletedRun[]): CompletedRun | null {
  const better = (a: RunResult, b: RunResult) => a.survivedRps > b.survivedRps || (a.survivedRps === b.survivedRps && a.score > b.score);
  return runs.reduce<CompletedRun | null>((best, run) => (best && !better(run.result, best.result) ? best : run), null);
}

/** Complete runs since a higher stage was last reached. */
export function runsWithoutProgress(runs: readonly CompletedRun[]): number {
  let best = -1;
  let count = 0;
  for (const { result } of runs) {
    count = result.survivedRps > best ? 1 : count + 1;
    best = Math.max(best, result.survivedRps);
  }
  return count;
}

export function openQuestion(record: InterviewRecord): EventOf<'question-asked'> | null {
  const answered = eventsOf(record, 'question-answered').map(({ question }) => question);
  return eventsOf(record, 'question-asked').find(({ question }) => !answered.includes(question)) ?? null;
}

/** The observation without the advice that follows it: what to do is the candidate's to find. */
export function firstSentence({ en, zh }: Text): Text {
  return { en: en.split(/(?<=[.!?]) (?=[A-Z`])/)[0] ?? en, zh: zh.split(/(?<=[。！？])/)[0] ?? zh };
}

export function causeOf({ cause }: RunResult): Text {
  return cause ? firstSentence(cause.text) : { en: '', zh: '' };
}
