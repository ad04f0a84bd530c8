import type { CSSProperties } from 'react';
import type { CallKind } from '#judge/call-report.ts';

const mixed = (name: string, percent: number): CSSProperties => ({
  background: `color-mix(in oklab, var(--color-${name}) ${percent}%, var(--color-surface))`,
});
const AROUND: CSSProperties = { background: 'var(--color-idle-soft)', color: 'var(--color-muted)' };

/** The program's own code in the accent's tone, what it calls in hues that mean no load; red is what keeps the loop and does nothing. */
export const TONES: Readonly<Record<CallKind, CSSProperties>> = {
  all: AROUND,
  accept: AROUND,
  elsewhere: AROUND,
  function: mixed('accent', 24),
  line: mixed('accent', 11),
  library: mixed('code-number', 16),
  'built-in': mixed('code-string', 26),
  blocked: {
    color: 'var(--color-saturated)',
    background:
      'repeating-linear-gradient(135deg, var(--color-saturated-soft) 0 6px, color-mix(in oklab, var(--color-saturated) 18%, var(--color-saturated-soft)) 6px 8px)',
  },
};
