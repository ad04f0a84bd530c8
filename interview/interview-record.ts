// One interview as the browser keeps it: the clock, and everything that happened on it. Enough to go on after a reload, to show
// every message again in either language, and to write the report card from.
import { z } from 'zod';

const Language = z.enum(['python', 'typescript']);
const Files = z.record(z.string(), z.string());
const Text = z.object({ en: z.string(), zh: z.string() });
export type Text = z.infer<typeof Text>;

/** Times on the clock: since the start, without what was given back. Times of day end in `WallMs`. */
const atMs = z.number();

/** Why time was given back. */
const GivenBackReason = z.enum([
  /** The page was opened again, or the language was changed, and the runtimes were not ready. */
  'loading',
  /** They could not be loaded, until they could. */
  'load-failed',
  /** A run was lost by no fault of the program. */
  'run-lost',
]);
export type GivenBackReason = z.infer<typeof GivenBackReason>;
/** Grows while it lasts, so that a page that goes away leaves it closed. */
export const GivenBack = z.object({ reason: GivenBackReason, fromWallMs: z.number(), toWallMs: z.number() });
export type GivenBack = z.infer<typeof GivenBack>;

/** A program at a moment. Events name it by its index: the same text is kept once. */
const Program = z.object({ language: Language, files: Files });
export type Program = z.infer<typeof Program>;

const Cause = z.object({
  id: z.string(),
  resource: z.string().nullable(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  text: Text,
});

/** The busiest thing that requests waited for in the deciding stage. */
const Wait = z.object({ name: z.string(), kind: z.string(), utilisation: z.number(), meanWaitMs: z.number(), maxQueue: z.number() });

/** What the interview keeps of a report. */
export const RunResult = z.object({
  survivedRps: z.number(),
  score: z.number(),
  criteria: z.array(z.object({ id: z.string(), points: z.number(), max: z.number() })),
  goalReached: z.boolean(),
  /** The first stage that failed, else the last. */
  decidingStage: z.object({
    offeredRps: z.number(),
    passed: z.boolean(),
    p50Ms: z.number(),
    p99Ms: z.number(),
    errorRate: z.number(),
    loopLagP99Ms: z.number(),
    /** Rows of the promise that did not hold. */
    failed: z.array(z.string()),
  }),
  /** First of the diagnosis; id "none" when nothing is wrong. */
  cause: Cause.nullable(),
  /** Ids of the other causes, in their order. */
  otherCauses: z.array(z.string()),
  wait: Wait.nullable(),
  upperBound: z.object({ rps: z.number(), limitedBy: z.string(), text: Text }),
  /** Against the last complete run in this language; empty for the first. */
  changed: z.array(Text),
  hash: z.string(),
});
export type RunResult = z.infer<typeof RunResult>;

const RunFailure = z.object({ kind: z.string(), message: z.string(), file: z.string().nullable(), line: z.number().nullable() });

const MessageParameter = z.union([z.string(), z.number(), Text]);
/** What the interviewer said: an id of the messages and its figures; the words are found when it is shown. */
export const SaidMessage = z.object({ id: z.string(), params: z.record(z.string(), MessageParameter) });
export type SaidMessage = z.infer<typeof SaidMessage>;

const ended = { type: z.literal('run-ended'), atMs, run: z.string() };
const RunEnded = z.discriminatedUnion('outcome', [
  z.object({ ...ended, outcome: z.literal('report'), result: RunResult }),
  z.object({ ...ended, outcome: z.literal('failed'), failure: RunFailure }),
  z.object({ ...ended, outcome: z.literal('stopped') }),
]);

export const InterviewEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('first-edit'), atMs }),
  z.object({ type: z.literal('run-started'), atMs, run: z.string(), program: z.int() }),
  RunEnded,
  /** Points that the hint cost; number counts from 1. */
  z.object({ type: z.literal('hint-shown'), atMs, number: z.int(), price: z.number() }),
  /** Index into the challenge's questions. */
  z.object({ type: z.literal('question-asked'), atMs, question: z.int() }),
  z.object({ type: z.literal('question-answered'), atMs, question: z.int(), choice: z.int(), right: z.boolean() }),
  z.object({ type: z.literal('warned'), atMs, minutes: z.number() }),
  z.object({ type: z.literal('said'), atMs, ...SaidMessage.shape }),
  z.object({ type: z.literal('finished'), atMs, how: z.enum(['time-up', 'by-candidate']) }),
]);
export type InterviewEvent = z.infer<typeof InterviewEvent>;
/** How a run ended. */
export type RunOutcome =
  | { readonly outcome: 'report'; readonly result: RunResult }
  | { readonly outcome: 'failed'; readonly failure: z.infer<typeof RunFailure> }
  | { readonly outcome: 'stopped' };
export type EventOf<Type extends InterviewEvent['type']> = Extract<InterviewEvent, { type: Type }>;

export const InterviewRecord = z.object({
  version: z.literal(1),
  id: z.string(),
  challenge: z.string(),
  mode: z.literal('interview'),
  openedAtWallMs: z.number(),
  /** Null until the runtimes were ready for the first time: the clock has not started. */
  startedAtWallMs: z.number().nullable(),
  limitMs: z.number(),
  goalRps: z.number(),
  /** The language that was worked in last. */
  language: Language,
  /** What each language began with: indexes into `programs`. */
  starters: z.partialRecord(Language, z.int()),
  /** What was saved last in each language that was edited or run: it counts, without being handed in. */
  saved: z.partialRecord(Language, z.object({ atMs, program: z.int() })),
  programs: z.array(Program),
  givenBack: z.array(GivenBack),
  /** In the order in which they happened. */
  events: z.array(InterviewEvent),
});
export type InterviewRecord = z.infer<typeof InterviewRecord>;

export interface NewInterview {
  readonly id: string;
  readonly challenge: string;
  readonly limitMs: number;
  readonly goalRps: number;
  readonly language: Program['language'];
  readonly starters: Readonly<Partial<Record<Program['language'], Readonly<Record<string, string>>>>>;
}

export function openInterview({ starters, ...fixed }: NewInterview, nowWallMs: number): InterviewRecord {
  let record: InterviewRecord = {
    ...fixed,
    version: 1,
    mode: 'interview',
    openedAtWallMs: nowWallMs,
    startedAtWallMs: null,
    starters: {},
    saved: {},
    programs: [],
    givenBack: [],
    events: [],
  };
  for (const language of Language.options) {
    const files = starters[language];
    if (files === undefined) continue;
    const [next, program] = keepProgram(record, { language, files: { ...files } });
    record = { ...next, starters: { ...next.starters, [language]: program } };
  }
  return record;
}

/** The record that holds the program, and the program's index. */
export function keepProgram(record: InterviewRecord, program: Program): readonly [InterviewRecord, number] {
  const at = record.programs.findIndex((kept) => kept.language === program.language && sameProgram(kept.files, program.files));
  if (at >= 0) return [record, at];
  return [{ ...record, programs: [...record.programs, program] }, record.programs.length];
}

function sameProgram(a: Program['files'], b: Program['files']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

export function addEvent(record: InterviewRecord, event: InterviewEvent): InterviewRecord {
  return { ...record, events: [...record.events, event] };
}

export function eventsOf<Type extends InterviewEvent['type']>(record: InterviewRecord, type: Type): EventOf<Type>[] {
  return record.events.filter((event): event is EventOf<Type> => event.type === type);
}
