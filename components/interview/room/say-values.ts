// The figures of a message as people read them; the ending of a name says its unit. Kept apart from the words, so that a message said
// in one language can be shown in the other.

import { formatClock } from '#interview/interview-clock.ts';
import type { Params } from '#interview/interviewer/scene.ts';
import { formatMs, formatRps, formatShare, type Locale } from '../../results/format.ts';

export function sayValues(params: Params, locale: Locale): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, formatValue(name, value, locale)]));
}

function formatValue(name: string, value: Params[string], locale: Locale): string | number {
  if (typeof value === 'object') return value[locale];
  if (typeof value === 'string') return value;
  if (name === 'leftMs') return formatClock(value);
  if (name.endsWith('Rps')) return formatRps(value);
  if (name.endsWith('Ms')) return formatMs(value);
  return name.endsWith('Share') ? formatShare(value, locale) : value;
}
