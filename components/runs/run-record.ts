// What is kept of a run for good: enough to list it, to draw it beside another one and to restore its program. The whole report,
// which is a hundred times as large, is kept apart and for the last runs only.
import { z } from 'zod';
import type { Report } from '#judge/report.ts';
import { judgedP99Ms } from '../results/picture/system.ts';
import { Files } from '../workbench/draft-store.ts';

const StageFigures = z.object({
  offeredRps: z.number(),
  throughputRps: z.number(),
  goodputRps: z.number(),
  p99Ms: z.number(),
  errorRate: z.number(),
  passed: z.boolean(),
});
export type StageFigures = z.infer<typeof StageFigures>;

export const Run = z.object({
  /** That of the version of the code that was run. */
  id: z.string().min(1),
  challenge: z.string().min(1),
  language: z.enum(['python', 'typescript']),
  /** When Run was pressed. */
  atMs: z.number(),
  seed: z.number(),
  files: Files,
  survivedRps: z.number(),
  score: z.number(),
  /** Id of the first cause that the diagnosis names; "none": nothing gave way. */
  cause: z.string(),
  hash: z.string(),
  /** Stages that were run; skipped ones have no figures. */
  stages: z.array(StageFigures),
});
export type Run = z.infer<typeof Run>;

/** Whose runs: each language of a challenge has its own. */
export type Program = Pick<Run, 'challenge' | 'language'>;

export function sameProgram(a: Program, b: Program): boolean {
  return a.challenge === b.challenge && a.language === b.language;
}

export function recordRun(report: Report, { id, atMs, files }: Pick<Run, 'id' | 'atMs' | 'files'>): Run {
  const { challenge, language, seed, survivedRps, score, diagnosis, hash } = report;
  return {
    id,
    challenge,
    language,
    atMs,
    seed,
    files,
    survivedRps,
    score: score.total,
    cause: diagnosis[0]?.cause ?? 'none',
    hash,
    stages: report.stages
      .filter((stage) => !stage.skipped)
      .map((stage) => ({
        offeredRps: stage.offeredRps,
        throughputRps: stage.throughputRps,
        goodputRps: stage.goodputRps,
        p99Ms: judgedP99Ms(stage),
        errorRate: stage.errorRate,
        passed: stage.passed,
      })),
  };
}

/** The one that got further; of equals, the one with the better score. */
export function betterRun(a: Run, b: Run): Run {
  if (a.survivedRps !== b.survivedRps) return a.survivedRps > b.survivedRps ? a : b;
  return b.score > a.score ? b : a;
}

export function bestRun(runs: readonly Run[]): Run | null {
  return runs.reduce<Run | null>((best, run) => (best ? betterRun(best, run) : run), null);
}
