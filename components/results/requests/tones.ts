// How a step of a request is drawn: what the time went to, told by tone and pattern as well as by its word.
import type { SpanTone } from './waterfall.ts';

export const TONE_COLOUR: Readonly<Record<SpanTone, string>> = {
  waiting: 'var(--color-busy)',
  cpu: 'var(--color-text)',
  blocking: 'var(--color-saturated)',
  connecting: 'var(--color-idle)',
  database: 'var(--color-accent)',
  cache: 'color-mix(in oklab, var(--color-accent) 75%, var(--color-busy))',
  service: 'color-mix(in oklab, var(--color-accent) 55%, var(--color-surface))',
  other: 'var(--color-line-strong)',
};

/** Waiting is hatched wherever it happens. */
export const WAITING_PATTERN =
  'repeating-linear-gradient(135deg, var(--color-busy) 0 2px, color-mix(in oklab, var(--color-busy) 30%, var(--color-surface)) 2px 4px)';
