// The report card as figures: what an interview's record says about how the work went. Pure, so that page, print and file agree.
import { countingRun, finishedOf, givenBackInAll } from './interview-clock.ts';
import { type EventOf, eventsOf, type InterviewRecord, type RunResult } from './interview-record.ts';

type Language = InterviewRecord['language'];

export interface CardRun {
  /** From 1, in the order in which they were started. */
  readonly number: number;
  readonly language: Language;
  readonly startedAtMs: number;
  /** Null: it never ended. */
  readonly endedAtMs: number | null;
  readonly outcome: 'report' | 'failed' | 'stopped' | 'unfinished';
  readonly result: RunResult | null;
  /** Why there is no report, in the program's own words. */
  readonly failure: string | null;
  /** Indexes into the record's programs: what was run, and what it is compared with: the run before in this language, or the start. */
  readonly program: number;
  readonly before: number;
  /** Stages that held; null without a report. */
  readonly held: number | null;
  /** Stages more (or fewer) than the last report before, in this language; the first one has nothing to gain on. */
  readonly gained: number | null;
  readonly counts: boolean;
}

/** A cause that runs named, and what became of it. */
export interface Finding {
  readonly cause: string;
  readonly text: RunResult['upperBound']['text'];
  readonly file: string | null;
  readonly line: number | null;
  readonly foundAtMs: number;
  readonly foundIn: number;
  /** Number of the first run that no longer named it; null: still there in the last one. */
  readonly mendedIn: number | null;
}

export interface CardQuestion {
  readonly question: number;
  readonly choice: number | null;
  readonly right: boolean;
  readonly answeredAtMs: number | null;
}

export interface Card {
  readonly limitMs: number;
  readonly usedMs: number;
  readonly givenBackMs: number;
  readonly endedBy: EventOf<'finished'>['how'] | null;
  readonly runs: readonly CardRun[];
  readonly survivedRps: number;
  readonly goalRps: number;
  readonly goalReached: boolean;
  /** Score of the run that counts, hints already paid for, never below 0. */
  readonly score: number;
  readonly hintPoints: number;
  readonly hints: readonly EventOf<'hint-shown'>[];
  readonly findings: readonly Finding[];
  readonly questions: readonly CardQuestion[];
  /** Was the service measured before the program was changed? Null: it was never run. */
  readonly measuredFirst: boolean | null;
  readonly firstRunAtMs: number | null;
  readonly firstEditAtMs: number | null;
  /** The program saved last is not the one of the run that counts: nobody knows what it survives. */
  readonly unmeasured: boolean;
}

/** ladderRps: the challenge's stages in rising order, requests/s. */
export function describeCard(record: InterviewRecord, ladderRps: readonly number[]): Card {
  const runs = listRuns(record, ladderRps);
  const counted = countingRun(record);
  const result = counted?.outcome === 'report' ? counted.result : null;
  const hints = eventsOf(record, 'hint-shown');
  const hintPoints = hints.reduce((sum, { price }) => sum + price, 0);
  const finished = finishedOf(record);
  const firstRunAtMs = runs[0]?.startedAtMs ?? null;
  const firstEditAtMs = eventsOf(record, 'first-edit')[0]?.atMs ?? null;
  const countedProgram = runs.find((run) => run.counts)?.program;
  const saved = record.saved[record.language]?.program;
  return {
    limitMs: record.limitMs,
    usedMs: finished?.atMs ?? record.events.at(-1)?.atMs ?? 0,
    givenBackMs: givenBackInAll(record),
    endedBy: finished?.how ?? null,
    runs,
    survivedRps: result?.survivedRps ?? 0,
    goalRps: record.goalRps,
    goalReached: result?.goalReached ?? false,
    score: Math.max(0, (result?.score ?? 0) - hintPoints),
    hintPoints,
    hints,
    findings: listFindings(runs),
    questions: listQuestions(record),
    measuredFirst: firstRunAtMs === null ? null : firstEditAtMs === null || firstRunAtMs < firstEditAtMs,
    firstRunAtMs,
    firstEditAtMs,
    unmeasured: saved !== undefined && saved !== countedProgram,
  };
}

function listRuns(record: InterviewRecord, ladderRps: readonly number[]): CardRun[] {
  const counted = countingRun(record)?.run;
  const ends = eventsOf(record, 'run-ended');
  const before: Partial<Record<Language, { readonly program: number; readonly held: number | null }>> = {};
  return eventsOf(record, 'run-started').map(({ run, atMs, program }, index) => {
    const language = record.programs[program]?.language ?? record.language;
    const end = ends.find((event) => event.run === run);
    const result = end?.outcome === 'report' ? end.result : null;
    const held = result ? ladderRps.filter((rps) => rps <= result.survivedRps).length : null;
    const last = before[language] ?? { program: record.starters[language] ?? program, held: null };
    before[language] = { program, held: held ?? last.held };
    return {
      number: index + 1,
      language,
      startedAtMs: atMs,
      endedAtMs: end?.atMs ?? null,
      outcome: end?.outcome ?? 'unfinished',
      result,
      failure: end?.outcome === 'failed' ? end.failure.message : null,
      program,
      before: last.program,
      held,
      gained: held === null || last.held === null ? null : held - last.held,
      counts: run === counted,
    };
  });
}

/** In the order in which they were named. */
function listFindings(runs: readonly CardRun[]): Finding[] {
  const findings: Finding[] = [];
  for (const { number, language, endedAtMs, result } of runs) {
    const cause = result?.cause;
    if (!cause || cause.id === 'none' || endedAtMs === null || findings.some((finding) => finding.cause === cause.id)) continue;
    const later = runs.filter((run) => run.language === language && run.number > number && run.result !== null);
    const named = (run: CardRun) => run.result?.cause?.id === cause.id || run.result?.otherCauses.includes(cause.id);
    // Mended for good: one that comes back was not.
    const last = later.findLast(named)?.number ?? number;
    findings.push({
      cause: cause.id,
      text: cause.text,
      file: cause.file,
      line: cause.line,
      foundAtMs: endedAtMs,
      foundIn: number,
      mendedIn: later.find((run) => run.number > last)?.number ?? null,
    });
  }
  return findings;
}

function listQuestions(record: InterviewRecord): CardQuestion[] {
  const answers = eventsOf(record, 'question-answered');
  return eventsOf(record, 'question-asked').map(({ question }) => {
    // The first answer counts.
    const answer = answers.find((each) => each.question === question);
    return { question, choice: answer?.choice ?? null, right: answer?.right ?? false, answeredAtMs: answer?.atMs ?? null };
  });
}
