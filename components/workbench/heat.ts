// How hot a line is: its share of the CPU and blocking of a stage, in steps that can be told apart.
import type { HeatLevel } from './line-mark.ts';

const STEPS: readonly (readonly [number, HeatLevel])[] = [
  [0.3, 4],
  [0.1, 3],
  [0.03, 2],
  [0.01, 1],
];

/** Null: not worth a colour. */
export function heatLevelOf(share: number): HeatLevel | null {
  return STEPS.find(([from]) => share >= from)?.[1] ?? null;
}
