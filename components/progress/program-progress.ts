// What the runs of this browser say of each program: how far it came, how often it was run, which way it goes.
import type { CatalogueEntry } from '../home/catalogue-entry.ts';
import { bestRun, type Program, type Run, sameProgram } from '../runs/run-record.ts';

export interface ProgramProgress extends Program {
  readonly entry: CatalogueEntry;
  /** Oldest first. */
  readonly runs: readonly Run[];
  readonly best: Run;
  readonly last: Run;
  /** Stages that the best run held. */
  readonly held: number;
}

/** The one that was run last comes first. Runs of challenges that are not in this catalogue are left out. */
export function progressByProgram(runs: readonly Run[], entries: readonly CatalogueEntry[]): ProgramProgress[] {
  const programs: ProgramProgress[] = [];
  for (const entry of entries) {
    for (const language of ['python', 'typescript'] as const) {
      const own = runs.filter((run) => sameProgram(run, { challenge: entry.slug, language }));
      const [best, last] = [bestRun(own), own.at(-1)];
      if (!best || !last) continue;
      const held = entry.ladderRps.filter((rps) => rps <= best.survivedRps).length;
      programs.push({ challenge: entry.slug, language, entry, runs: own, best, last, held });
    }
  }
  return programs.sort((a, b) => b.last.atMs - a.last.atMs);
}

export interface Bin {
  /** Where it ends, in the unit of its histogram; the last one may be open (Infinity). */
  readonly to: number;
  readonly count: number;
  readonly hasBest: boolean;
  readonly hasLast: boolean;
}

/** How many of the runs ended at each stage; the first bin is of those that held none. */
export function rungBins({ runs, best, last }: ProgramProgress, ladderRps: readonly number[]): Bin[] {
  return binsOf(runs, [0, ...ladderRps], (run) => run.survivedRps, best, last);
}

export const SCORE_STEP = 10;

export function scoreBins({ runs, best, last }: ProgramProgress): Bin[] {
  const tops = Array.from({ length: 100 / SCORE_STEP }, (_, index) => (index + 1) * SCORE_STEP - 1).with(-1, 100);
  return binsOf(runs, tops, (run) => run.score, best, last);
}

export interface LatencyBins {
  /** The stage at which the runs are compared: the highest that the best one held and at least half of them came to, else the first. */
  readonly atRps: number;
  readonly bins: readonly Bin[];
  /** Runs that never came to that stage. */
  readonly notThere: number;
}

/** As multiples of the limit: a quarter of it is full headroom. */
const LATENCY_STEPS = [0.25, 0.5, 1, 2, 4, Number.POSITIVE_INFINITY];

export function latencyBins({ runs, best, last }: ProgramProgress, ladderRps: readonly number[], limitMs: number): LatencyBins {
  const cameTo = (rps: number) => runs.filter((run) => run.stages.some((stage) => stage.offeredRps === rps));
  const held = ladderRps.filter((rps) => rps <= best.survivedRps);
  const atRps = held.findLast((rps) => cameTo(rps).length * 2 >= runs.length) ?? ladderRps[0] ?? 0;
  const there = cameTo(atRps);
  const p99At = (run: Run) => run.stages.find((stage) => stage.offeredRps === atRps)?.p99Ms;
  const tops = LATENCY_STEPS.map((step) => step * limitMs);
  return { atRps, bins: binsOf(there, tops, (run) => p99At(run) ?? 0, best, last), notThere: runs.length - there.length };
}

/** Each value lies in the first bin that it does not exceed. */
function binsOf(runs: readonly Run[], tops: readonly number[], measure: (run: Run) => number, best: Run, last: Run): Bin[] {
  return tops.map((to, index) => {
    const from = tops[index - 1] ?? Number.NEGATIVE_INFINITY;
    const inside = runs.filter((run) => measure(run) <= to && measure(run) > from);
    return { to, count: inside.length, hasBest: inside.includes(best), hasLast: inside.includes(last) };
  });
}
