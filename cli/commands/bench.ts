// `surge bench`: how fast this machine simulates, beside a reference measured in the same run, so that figures of
// different machines compare. Wall clock is measured here and nowhere below.

import { loadReference } from '#catalogue/answers.ts';
import { loadChallenge } from '#catalogue/load.ts';
import { LANGUAGES, type Language } from '#catalogue/schema.ts';
import { simTask } from '#catalogue/task.ts';
import { parseWorld } from '#catalogue/world-schema.ts';
import { benchmarkEngine } from '#engine/benchmark.ts';
import type { Report } from '#judge/report.ts';
import type { Submission, Task } from '#judge/task.ts';
import { FIVE_QUERIES, FIVE_QUERIES_WORLD } from '../bench/five-queries.ts';
import { countPlainEvents } from '../bench/plain-queue.ts';
import { chooseLanguages } from '../choose-languages.ts';
import { judgeProgram } from '../judge-program.ts';
import { CHALLENGES } from '../paths.ts';
import { layOutTable } from '../words.ts';

const CUSTOMERS = 1_000_000;
const LADDER_CHALLENGE = 'n-plus-one';
/** rate: within what one worker serves. seconds: of virtual time that take about some ten seconds of real time. */
const MEASURED: Readonly<Record<Language, { readonly name: string; readonly rate: number; readonly seconds: number }>> = {
  python: { name: 'Python', rate: 300, seconds: 60 },
  typescript: { name: 'TypeScript', rate: 1500, seconds: 200 },
};

interface LanguageFigures {
  /** Simulated requests of five queries each, a second of real time. */
  readonly requestsPerSecond: number;
  readonly operationsPerSecond: number;
  /** Requests for a million events of the plain queue: does not depend much on the machine. */
  readonly requestsPerPlainMillion: number;
  readonly ladder: { readonly challenge: string; readonly starterSeconds: number; readonly referenceSeconds: number };
}

export interface BenchFigures {
  readonly engineEventsPerSecond: number;
  readonly plainEventsPerSecond: number;
  readonly engineToPlain: number;
  readonly languages: Readonly<Partial<Record<Language, LanguageFigures>>>;
}

export async function runBench(options: { readonly json?: boolean; readonly lang?: string }): Promise<void> {
  const chosen = chooseLanguages(options.lang);
  say('engine: an M/M/1 queue of a million customers');
  const engineEventsPerSecond = await perSecond(() => benchmarkEngine(CUSTOMERS).events);
  say('reference: the same queue as plain objects in a binary heap');
  const plainEventsPerSecond = await perSecond(() => countPlainEvents(CUSTOMERS));
  const languages: Partial<Record<Language, LanguageFigures>> = {};
  for (const language of chosen) languages[language] = await measureLanguage(language, plainEventsPerSecond);
  const figures: BenchFigures = {
    engineEventsPerSecond,
    plainEventsPerSecond,
    engineToPlain: engineEventsPerSecond / plainEventsPerSecond,
    languages,
  };
  process.stdout.write(options.json ? `${JSON.stringify(figures, null, 2)}\n` : describeFigures(figures));
}

async function measureLanguage(language: Language, plainEventsPerSecond: number): Promise<LanguageFigures> {
  const { name, rate, seconds } = MEASURED[language];
  say(`${name}: a program with five queries a request`);
  const world = parseWorld(FIVE_QUERIES_WORLD, 'CREATE TABLE items (id int PRIMARY KEY, stock int NOT NULL)');
  const program: Submission = { language, files: FIVE_QUERIES[language], seed: 1 };
  await timeRun(simTask(world, [rate], 5, 0), program);
  const short = await timeRun(simTask(world, [rate], 5, 0), program);
  const long = await timeRun(simTask(world, [rate], 5 + seconds, 0), program);
  // The difference of two warm runs: the start of the interpreter is in both.
  const requestsPerSecond = (answeredRequests(long.report) - answeredRequests(short.report)) / (long.seconds - short.seconds);
  say(`${name}: ladder of ${LADDER_CHALLENGE}, starter, then reference`);
  const { task, starters } = loadChallenge(LADDER_CHALLENGE, CHALLENGES);
  const starter = await timeRun(task, { language, files: starters[language] ?? {}, seed: 1 });
  const reference = await timeRun(task, { language, files: loadReference(LADDER_CHALLENGE, language, CHALLENGES), seed: 1 });
  return {
    requestsPerSecond,
    operationsPerSecond: requestsPerSecond * 5,
    requestsPerPlainMillion: (requestsPerSecond / plainEventsPerSecond) * 1e6,
    ladder: { challenge: LADDER_CHALLENGE, starterSeconds: starter.seconds, referenceSeconds: reference.seconds },
  };
}

function describeFigures({ languages, ...figures }: BenchFigures): string {
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  const rows = [
    [whole(figures.engineEventsPerSecond), 'engine, events/s'],
    [whole(figures.plainEventsPerSecond), 'reference (plain objects in a binary heap), events/s'],
    [figures.engineToPlain.toFixed(2), 'engine to reference'],
    ...LANGUAGES.flatMap((language) => {
      const { name } = MEASURED[language];
      const measured = languages[language];
      if (!measured) return [];
      const { requestsPerSecond, requestsPerPlainMillion, ladder } = measured;
      return [
        [whole(requestsPerSecond), `${name}, simulated requests/s with five queries each`],
        [whole(requestsPerPlainMillion), `${name}, requests for a million reference events`],
        [ladder.starterSeconds.toFixed(2), `s, ${name}, ladder of ${ladder.challenge}, starter (start of the guest included)`],
        [ladder.referenceSeconds.toFixed(2), `s, ${name}, ladder of ${ladder.challenge}, reference (start of the guest included)`],
      ];
    }),
  ];
  return `${layOutTable(rows).join('\n')}\n`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Work units a second; a first round warms the compiler up and is not counted. */
async function perSecond(work: () => number): Promise<number> {
  work();
  const { result, seconds } = await timed(work);
  return result / seconds;
}

async function timeRun(task: Task, submission: Submission): Promise<{ readonly report: Report; readonly seconds: number }> {
  const { result, seconds } = await timed(() => judgeProgram(task, submission, null));
  return { report: result, seconds };
}

async function timed<Result>(work: () => Result | Promise<Result>): Promise<{ readonly result: Result; readonly seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}

function answeredRequests(report: Report): number {
  return report.stages.reduce((sum, stage) => sum + stage.completed, 0);
}
