// Proves a challenge by running it: the starter falls where it should and is told why, the reference survives with a
// margin whatever the seed, and every trap is caught for the reason that it states.
import type { Report } from '#judge/report.ts';
import type { Submission, Task } from '#judge/task.ts';
import { loadReference, loadTrap } from './answers.ts';
import { loadChallenge } from './load.ts';
import type { Language, Trap } from './schema.ts';

const REFERENCE_SEEDS = 10;
/** Starter and traps: two kinds of weather, so that a verdict does not hang on one. */
const OTHER_SEEDS = 2;
/** The reference's p99 at the goal stays below this share of the limit. */
const REFERENCE_MARGIN = 0.8;

/** One program of a challenge, judged over some seeds. */
export interface Proof {
  readonly language: string;
  /** "starter", "reference", "trap stale-cache". */
  readonly what: string;
  /** What was seen, in figures, one entry a seed. */
  readonly seen: readonly string[];
  /** Empty: proved. */
  readonly problems: readonly string[];
}

export interface ProofHost {
  /** Solutions in others are left out. */
  readonly languages: readonly Language[];
  readonly run: (task: Task, submission: Submission) => Promise<Report>;
  readonly onProof?: (proof: Proof) => void;
}

export async function proveChallenge(slug: string, root: string, host: ProofHost): Promise<Proof[]> {
  const { meta, starters, task } = loadChallenge(slug, root);
  const proofs: Proof[] = [];
  for (const language of meta.languages) {
    if (!host.languages.includes(language)) continue;
    const prove = async (what: string, files: Submission['files'], seeds: number, check: (report: Report) => string[]) => {
      const seen: string[] = [];
      const problems: string[] = [];
      for (let seed = 1; seed <= seeds; seed++) {
        const report = await host.run(task, { language, files, seed });
        seen.push(describeRun(report));
        for (const problem of check(report)) problems.push(`seed ${seed}: ${problem}`);
      }
      const proof = { language, what, seen, problems };
      proofs.push(proof);
      host.onProof?.(proof);
    };
    await prove('starter', starters[language] ?? {}, OTHER_SEEDS, (report) => checkStarter(report, meta.starter.maxSurvivedRps));
    await prove('reference', loadReference(slug, language, root), REFERENCE_SEEDS, (report) => checkReference(report, task));
    for (const trap of meta.traps) {
      await prove(`trap ${trap.name}`, loadTrap(slug, language, trap.name, root), OTHER_SEEDS, (report) => checkTrap(report, trap));
    }
  }
  return proofs;
}

export function checkStarter(report: Report, maxSurvivedRps: number): string[] {
  const [first] = report.diagnosis;
  const problems = checkBound(report, maxSurvivedRps);
  if (first === undefined || first.cause === 'none') problems.push('falls without an explanation');
  else if (['guest-error', 'startup-failed', 'guest-crashed'].includes(first.cause)) problems.push(`does not work: ${first.text.en}`);
  return problems;
}

export function checkReference(report: Report, task: Task): string[] {
  if (report.survivedRps < task.goalRps) {
    return [`survives ${report.survivedRps} of ${task.goalRps} requests/s: ${report.diagnosis[0]?.text.en ?? 'no cause given'}`];
  }
  const goal = report.stages.find((stage) => stage.offeredRps === task.goalRps);
  const limitMs = task.slo.p99Ms * REFERENCE_MARGIN;
  if (goal === undefined || goal.latencyMs.p99 <= limitMs) return [];
  return [`p99 at the goal is ${goal.latencyMs.p99} ms, more than ${limitMs} ms (${REFERENCE_MARGIN * 100} % of the limit)`];
}

export function checkTrap(report: Report, trap: Trap): string[] {
  const problems = checkBound(report, trap.maxSurvivedRps);
  const { cause, slo } = trap.fails;
  const found = report.diagnosis[0]?.cause ?? 'none';
  if (cause !== undefined && cause !== found) problems.push(`fails because of ${found}, should fail because of ${cause}`);
  if (slo !== undefined) {
    const row = report.stages[report.decidingStage]?.slo.find((each) => each.id === slo);
    if (row === undefined || row.passed) problems.push(`keeps its promise ${slo}, should break it`);
  }
  return problems;
}

function checkBound(report: Report, maxSurvivedRps: number): string[] {
  if (report.survivedRps <= maxSurvivedRps) return [];
  return [`survives ${report.survivedRps} requests/s, should not survive more than ${maxSurvivedRps}`];
}

function describeRun(report: Report): string {
  const stage = report.stages[report.decidingStage];
  const cause = report.diagnosis[0]?.cause ?? 'none';
  return `survived ${report.survivedRps}, p99 ${stage?.latencyMs.p99 ?? 0} ms at ${stage?.offeredRps ?? 0}, ${cause}, score ${report.score.total}`;
}
