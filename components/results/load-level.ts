// The one scale of colour in the product: how loaded something is. Every level has a colour, a word and a pattern.

export type LoadLevel = 'idle' | 'healthy' | 'busy' | 'saturated';

/** Modelled after practice: queues grow steeply above 70 %, and at 90 % there is nothing left to give. */
const HEALTHY_FROM = 0.02;
const BUSY_FROM = 0.7;
const SATURATED_FROM = 0.9;

export function levelOf(utilisation: number): LoadLevel {
  if (utilisation >= SATURATED_FROM) return 'saturated';
  if (utilisation >= BUSY_FROM) return 'busy';
  return utilisation >= HEALTHY_FROM ? 'healthy' : 'idle';
}

/** CSS colours of a level, for SVG. */
export const LEVEL_COLOUR: Readonly<Record<LoadLevel, { readonly strong: string; readonly soft: string }>> = {
  idle: { strong: 'var(--color-idle)', soft: 'var(--color-idle-soft)' },
  healthy: { strong: 'var(--color-healthy)', soft: 'var(--color-healthy-soft)' },
  busy: { strong: 'var(--color-busy)', soft: 'var(--color-busy-soft)' },
  saturated: { strong: 'var(--color-saturated)', soft: 'var(--color-saturated-soft)' },
};

export const LEVEL_TEXT: Readonly<Record<LoadLevel, string>> = {
  idle: 'text-idle',
  healthy: 'text-healthy',
  busy: 'text-busy',
  saturated: 'text-saturated',
};
