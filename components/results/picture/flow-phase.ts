// How far the flow in the picture has come at a moment: dashes that move with what was recorded to arrive and to be answered,
// so that they stand while nothing is answered, hurry in a burst, and go back when time is scrubbed back.
import type { StageReport } from '#judge/report.ts';
import { BUCKETS_PER_SECOND } from './system.ts';

/** Of dashes per second of virtual time at the offered rate. */
const PX_PER_SECOND = 60;

export interface FlowPhase {
  readonly arrived: number;
  readonly answered: number;
}

export function flowPhaseOf({ series, warmupSeconds }: StageReport): (atMs: number) => FlowPhase {
  const warmup = Math.round(warmupSeconds * BUCKETS_PER_SECOND);
  const arrived = sumUp(series.arrivals.slice(warmup));
  const answered = sumUp(series.completions.slice(warmup));
  const all = arrived.at(-1) ?? 0;
  const pixels = all > 0 ? (PX_PER_SECOND * ((arrived.length - 1) / BUCKETS_PER_SECOND)) / all : 0;
  return (atMs) => {
    const at = (atMs / 1000) * BUCKETS_PER_SECOND;
    return { arrived: between(arrived, at) * pixels, answered: between(answered, at) * pixels };
  };
}

/** 0, then what there was by the end of each 100 ms. */
function sumUp(counts: readonly number[]): number[] {
  const sums = [0];
  for (const count of counts) sums.push((sums.at(-1) ?? 0) + count);
  return sums;
}

function between(sums: readonly number[], at: number): number {
  const index = Math.min(sums.length - 1, Math.floor(at));
  const before = sums[index] ?? 0;
  return before + ((sums[index + 1] ?? before) - before) * Math.min(1, at - index);
}
