// Proves a challenge by running it: the starter falls where it should and is told why, the reference survives with a
// margin whatever the seed, and every trap is caught for the reason that it states.
import type { Report } from '#judge/report.ts';
import type { Submission, Task } from '#judge/task.ts';
import { loadAnswer, loadHiddenTask, loadPartial, loadReference, loadTrap } from './answers.ts';
import { loadChallenge } from './load.ts';
import type { Challenge, Language, PartialAnswer, Trap } from './schema.ts';

/** How many seeds each kind of program is run with. */
export interface SeedCounts {
  readonly reference: number;
  /** Starter and traps. */
  readonly others: number;
  /** Other answers. */
  readonly answers: number;
  readonly partials: number;
  /** Each trap in all languages, or in one, by turns. */
  readonly traps: 'all' | 'by turns';
  /** Reference under the hidden load; at most as many as hidden.json names. */
  readonly hidden: number;
  /** The reference climbs the whole ladder, or stands only at its first rung and at the goal. */
  readonly rungs: 'all' | 'ends';
}

/** Ten kinds of weather for what must survive, two for the rest: a verdict must not hang on one. */
export const ALL_SEEDS: SeedCounts = {
  reference: 10,
  others: 2,
  answers: 2,
  partials: 2,
  traps: 'all',
  hidden: Number.POSITIVE_INFINITY,
  rungs: 'all',
};
/** For every change of anything: the rest is left to a change of engine, judge or world. */
export const ONE_SEED: SeedCounts = { reference: 1, others: 1, answers: 0, partials: 0, traps: 'by turns', hidden: 0, rungs: 'ends' };

/** What the reference measures at the goal stays below this share of each limit. */
const REFERENCE_MARGIN = 0.8;

/** One program of a challenge, judged over some seeds. */
export interface Proof {
  readonly language: string;
  /** "starter", "reference", "trap stale-cache". */
  readonly what: string;
  /** What was seen, one entry a seed. */
  readonly seen: readonly Seen[];
  /** Empty: proved. */
  readonly problems: readonly string[];
}

/** A run in figures. */
export interface Seen {
  readonly seed: number;
  readonly survivedRps: number;
  /** The stage that decided: the first that fell, or else the last. */
  readonly offeredRps: number;
  readonly p99Ms: number;
  /** p99 of every stage that was run, ms. */
  readonly stages: readonly { readonly offeredRps: number; readonly p99Ms: number }[];
  /** Rows of the promise that did not hold there. */
  readonly broken: readonly string[];
  readonly cause: string;
  readonly score: number;
}

export interface ProofHost {
  /** Solutions in others are left out. */
  readonly languages: readonly Language[];
  readonly seeds: SeedCounts;
  /** Whether the reference has to measure what is recorded of it; false where it is about to be recorded. */
  readonly compareRecorded?: boolean;
  readonly run: (task: Task, submission: Submission) => Promise<Report>;
  readonly onProof?: (proof: Proof) => void;
}

export async function proveChallenge(slug: string, root: string, host: ProofHost): Promise<Proof[]> {
  const { meta, starters, task } = loadChallenge(slug, root);
  const hidden = loadHiddenTask(slug, root);
  const proofs: Proof[] = [];
  for (const language of meta.languages) {
    if (!host.languages.includes(language)) continue;
    const prove = async (
      what: string,
      files: Submission['files'],
      seeds: readonly number[],
      check: (report: Report) => string[],
      at = task,
    ) => {
      if (seeds.length === 0) return;
      const seen: Seen[] = [];
      const problems: string[] = [];
      for (const seed of seeds) {
        const report = await host.run(at, { language, files, seed });
        seen.push(describeRun(report, seed));
        for (const problem of check(report)) problems.push(`seed ${seed}: ${problem}`);
      }
      const proof = { language, what, seen, problems };
      proofs.push(proof);
      host.onProof?.(proof);
    };
    const others = firstSeeds(host.seeds.others);
    const reference = loadReference(slug, language, root);
    await prove('starter', starters[language] ?? {}, others, (report) => checkStarter(report, meta.starter));
    await prove(
      'reference',
      reference,
      firstSeeds(host.seeds.reference),
      (report) => checkReference(report, task),
      host.seeds.rungs === 'ends' ? { ...task, ladder: endsOf(task) } : task,
    );
    await prove(
      'reference under the hidden load',
      reference,
      hidden.seeds.slice(0, host.seeds.hidden),
      (report) => checkSurvives(report, task),
      hidden.task,
    );
    for (const { name } of meta.answers) {
      await prove(`answer ${name}`, loadAnswer(slug, language, name, root), firstSeeds(host.seeds.answers), (report) =>
        checkSurvives(report, task),
      );
    }
    for (const partial of meta.partials) {
      await prove(`partial ${partial.name}`, loadPartial(slug, language, partial.name, root), firstSeeds(host.seeds.partials), (report) =>
        checkPartial(report, partial),
      );
    }
    for (const [turn, trap] of meta.traps.entries()) {
      if (host.seeds.traps === 'by turns' && meta.languages[turn % meta.languages.length] !== language) continue;
      await prove(`trap ${trap.name}`, loadTrap(slug, language, trap.name, root), others, (report) => checkTrap(report, trap));
    }
  }
  return proofs;
}

/** What lies between costs as much as both, and holds where the goal does. */
const endsOf = ({ ladder, goalRps }: Task) => ladder.filter(({ offeredRps }, index) => index === 0 || offeredRps === goalRps);

const firstSeeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

export function checkStarter(report: Report, starter: Challenge['starter']): string[] {
  return [...checkBound(report, starter.maxSurvivedRps), ...checkCause(report, starter.cause)];
}

export function checkSurvives(report: Report, { goalRps }: Task): string[] {
  if (report.survivedRps >= goalRps) return [];
  return [`survives ${report.survivedRps} of ${goalRps} requests/s: ${report.diagnosis[0]?.text.en ?? 'no cause given'}`];
}

/** It survives, and with a margin on each row of the promise. */
export function checkReference(report: Report, task: Task): string[] {
  const problems = checkSurvives(report, task);
  if (problems.length > 0) return problems;
  const goal = report.stages.find((stage) => stage.offeredRps === task.goalRps);
  return (goal?.slo ?? []).flatMap(({ id, limit, value }) =>
    value <= limit * REFERENCE_MARGIN
      ? []
      : [`${id} at the goal is ${value}, more than ${limit * REFERENCE_MARGIN} (${REFERENCE_MARGIN * 100} % of the limit)`],
  );
}

export function checkTrap(report: Report, { maxSurvivedRps, fails }: Trap): string[] {
  const problems = [...checkBound(report, maxSurvivedRps), ...checkCause(report, fails.cause)];
  const row = report.stages[report.decidingStage]?.slo.find((each) => each.id === fails.slo);
  if (row === undefined || row.passed) problems.push(`keeps its promise ${fails.slo}, should break it`);
  return problems;
}

export function checkPartial(report: Report, { survivedRps }: PartialAnswer): string[] {
  if (report.survivedRps === survivedRps) return [];
  return [`survives ${report.survivedRps} requests/s, should survive ${survivedRps}: ${report.diagnosis[0]?.text.en ?? 'no cause given'}`];
}

function checkCause(report: Report, cause: string): string[] {
  const found = report.diagnosis[0]?.cause ?? 'none';
  return found === cause ? [] : [`fails because of ${found}, should fail because of ${cause}`];
}

function checkBound(report: Report, maxSurvivedRps: number): string[] {
  if (report.survivedRps <= maxSurvivedRps) return [];
  return [`survives ${report.survivedRps} requests/s, should not survive more than ${maxSurvivedRps}`];
}

function describeRun(report: Report, seed: number): Seen {
  const stage = report.stages[report.decidingStage];
  return {
    seed,
    survivedRps: report.survivedRps,
    offeredRps: stage?.offeredRps ?? 0,
    p99Ms: stage?.latencyMs.p99 ?? 0,
    stages: report.stages.filter(({ skipped }) => !skipped).map(({ offeredRps, latencyMs }) => ({ offeredRps, p99Ms: latencyMs.p99 })),
    broken: (stage?.slo ?? []).filter((row) => !row.passed).map((row) => row.id),
    cause: report.diagnosis[0]?.cause ?? 'none',
    score: report.score.total,
  };
}
