// A row of the verdict in the units of its rule, and how far the measured value is from the limit.
import type { SloLimits } from '#judge/task.ts';
import { formatMs, formatShare, type Locale } from './format.ts';

/** The rules of every stage; a row "invariant:<id>" is a promise about the world's database, by how many it is off. */
export const RULE_IDS = ['p99', 'error-rate', 'wrong-rate', 'keeps-up'] as const;
export type RuleId = (typeof RULE_IDS)[number];

export function knownRule(id: string): RuleId | null {
  return RULE_IDS.find((known) => known === id) ?? null;
}

/** Name of the invariant that a row is about. */
export function invariantOf(id: string): string | null {
  return id.startsWith('invariant:') ? id.slice('invariant:'.length) : null;
}

export function formatRuleValue(id: string, value: number, locale: Locale): string {
  const rule = knownRule(id);
  if (rule === 'p99') return formatMs(value);
  return rule === null ? String(value) : formatShare(value, locale);
}

export type Margin =
  /** Share of the limit that is left. */
  | { readonly kind: 'spare'; readonly share: number }
  /** The value as a multiple of the limit. */
  | { readonly kind: 'over'; readonly factor: number }
  /** The limit is zero: met or not, there is nothing between. */
  | { readonly kind: 'none' };

export function measureMargin(row: { readonly limit: number; readonly value: number }): Margin {
  if (row.limit === 0) return { kind: 'none' };
  if (row.value <= row.limit) return { kind: 'spare', share: 1 - row.value / row.limit };
  return { kind: 'over', factor: row.value / row.limit };
}

/** 7.36 -> "7.4×", 1.04 -> "1.04×", 180 -> "180×". */
export function formatFactor(factor: number): string {
  const digits = factor < 1.1 ? 2 : factor < 10 ? 1 : 0;
  return `${factor.toFixed(digits)}×`;
}

/** A row before its stage has been measured, too. */
export interface RuleRow {
  readonly id: string;
  readonly limit: number;
  readonly value: number | null;
  readonly passed: boolean | null;
}

/** The rows that a stage will have. */
export function plannedRows(limits: SloLimits): RuleRow[] {
  const limitOf: Readonly<Record<RuleId, number>> = {
    p99: limits.p99Ms,
    'error-rate': limits.errorRate,
    'wrong-rate': limits.wrongRate,
    'keeps-up': limits.backlogGrowth,
  };
  return RULE_IDS.map((id) => ({ id, limit: limitOf[id], value: null, passed: null }));
}
