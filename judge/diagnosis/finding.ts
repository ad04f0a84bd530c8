// One rule's finding, before ranking. Ranks come in bands, so that what ended or falsified the stage is told before what
// was saturated, and that before what was merely slow; within the band of saturation the waiting share decides.
import { roundFigure } from '../figures.ts';
import type { StageFacts } from './facts.ts';
import type { Text } from './text.ts';

export type { Text } from './text.ts';

export interface Finding {
  /** Stable id. */
  readonly cause: string;
  readonly resource: string | null;
  readonly evidence: Readonly<Record<string, number | string>>;
  /** `line` of the guest interface, 0 if there is none. */
  readonly line: number;
  readonly text: Text;
  readonly rank: number;
  /** Causes that are only this one's symptoms: they follow it whatever their own rank. */
  readonly explains?: readonly string[];
}

export type Rule = (facts: StageFacts) => readonly Finding[];

export const RANK = {
  /** The stage could not go on. */
  fault: 1000,
  /** Answers that are wrong or refused, where that alone breaks the promise. */
  decisive: 500,
  /** + waiting share * 100. */
  saturated: 300,
  /** Slow by design: + share of latency * 100. */
  slow: 100,
  /** Only named when nothing else is found, or as a symptom. */
  symptom: 10,
} as const;

/** Evidence with every number rounded. */
export function evidenceOf(values: Readonly<Record<string, number | string>>): Record<string, number | string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? roundFigure(value, 4) : value]),
  );
}
