// Runs a measured program in the simulated world of its machine and puts both beside each other.
import { join } from 'node:path';
import { simTask } from '#catalogue/task.ts';
import { judgeProgram } from '#cli/judge-program.ts';
import { readProgram } from '#cli/read-program.ts';
import { readWorld } from '#cli/read-world.ts';
import type { World } from '#engine/world/world.ts';
import type { StageReport } from '#judge/report.ts';
import { FIDELITY_FOLDER, type MeasuredPoint, type MeasuredProgram } from './measurements.ts';

/** As measured: 2 s of warm-up, then a window of 5 s. */
const SECONDS = 5;
const WARMUP_SECONDS = 2;

export interface Pair {
  readonly measured: number;
  readonly simulated: number;
}

export interface Comparison {
  readonly program: string;
  /** 2xx answers per second at the measured rate where most were completed. */
  readonly saturation: Pair;
  /** The measured rate nearest to half of saturation. */
  readonly halfRps: number;
  readonly p50Ms: Pair;
  readonly p99Ms: Pair;
  readonly errorShare: Pair;
  /** Null: the program cannot lose updates. */
  readonly lostShare: Pair | null;
  /** The measured point at half of saturation is noisy. */
  readonly noisy: boolean;
}

/** Each request of a program that may lose updates takes one from the first item's stock. */
const SOLD = { id: 'stock', sql: 'SELECT 1000000 - stock - $1::int FROM items WHERE id = 1' };

/** Limits that each comparison is held against. */
export const LIMITS = { saturation: 0.15, p50: 0.15, p50Ms: 3, p99Factor: 1.5, p99Ms: 10, share: 0.05, rankCorrelation: 0.97 } as const;

/** The one world of the measured machine. */
export function measuredWorld(): World {
  return readWorld(join(FIDELITY_FOLDER, 'world.json'));
}

export async function compareProgram(name: string, program: MeasuredProgram, world: World, seed: number): Promise<Comparison> {
  const half = nearest(program.points, program.saturationRps / 2);
  const best = program.points.reduce((most, point) => (point.completedRps > most.completedRps ? point : most));
  const rates = [...new Set([half.offeredRps, best.offeredRps, program.points.at(-1)?.offeredRps ?? best.offeredRps])];
  const asked = half.lostShare === undefined ? world : { ...world, invariants: [SOLD] };
  const { files } = readProgram(join(FIDELITY_FOLDER, 'programs', `${name}.py`), 'python');
  const report = await judgeProgram(simTask(asked, rates, SECONDS, WARMUP_SECONDS), { language: 'python', files, seed }, null);
  const stage = report.stages[rates.indexOf(half.offeredRps)] as StageReport;
  return {
    program: name,
    saturation: { measured: program.saturationRps, simulated: Math.max(...report.stages.map(({ throughputRps }) => throughputRps)) },
    halfRps: half.offeredRps,
    p50Ms: { measured: half.p50Ms, simulated: stage.latencyMs.p50 },
    p99Ms: { measured: half.p99Ms, simulated: stage.latencyMs.p99 },
    errorShare: { measured: half.errorShare, simulated: stage.errorRate },
    lostShare: half.lostShare === undefined ? null : { measured: half.lostShare, simulated: stage.invariants[0]?.share ?? 0 },
    noisy: half.noisy,
  };
}

/** What is beyond its limit, in words; empty: all within. */
export function describeMisses({ saturation, p50Ms, p99Ms, errorShare, lostShare }: Comparison): string[] {
  const misses: string[] = [];
  if (Math.abs(saturation.simulated / saturation.measured - 1) > LIMITS.saturation) misses.push('saturation');
  const offMs = Math.abs(p50Ms.simulated - p50Ms.measured);
  if (offMs > LIMITS.p50Ms && offMs > LIMITS.p50 * p50Ms.measured) misses.push('p50');
  const factor = p99Ms.simulated / p99Ms.measured;
  const within = factor <= LIMITS.p99Factor && factor >= 1 / LIMITS.p99Factor;
  if (!within && Math.abs(p99Ms.simulated - p99Ms.measured) > LIMITS.p99Ms) misses.push('p99');
  for (const [what, pair] of [['errors', errorShare] as const, ['lost updates', lostShare] as const]) {
    if (pair && Math.abs(pair.simulated - pair.measured) > LIMITS.share) misses.push(what);
  }
  return misses;
}

function nearest(points: readonly MeasuredPoint[], rate: number): MeasuredPoint {
  return points.reduce((best, point) => (Math.abs(point.offeredRps - rate) < Math.abs(best.offeredRps - rate) ? point : best));
}

/** Spearman's rank correlation; equal values share their mean rank. */
export function rankCorrelation(pairs: readonly Pair[]): number {
  const measured = ranks(pairs.map((pair) => pair.measured));
  const simulated = ranks(pairs.map((pair) => pair.simulated));
  const mean = (pairs.length + 1) / 2;
  let both = 0;
  let one = 0;
  let other = 0;
  for (const [i, rank] of measured.entries()) {
    const x = rank - mean;
    const y = (simulated[i] as number) - mean;
    both += x * y;
    one += x * x;
    other += y * y;
  }
  return both / Math.sqrt(one * other);
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}
