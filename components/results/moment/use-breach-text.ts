'use client';

import { useLocale, useTranslations } from 'next-intl';
import { formatInstant, formatMs, formatShare } from '../format.ts';
import type { Breach } from './breaches.ts';

/** What broke, when, and by how much. */
export function useBreachText(): (breach: Breach) => string {
  const t = useTranslations('results.moment.breach');
  const locale = useLocale();
  return ({ kind, rule, atMs, value, limit }) => {
    const figure = (number: number) => (rule === 'p99' ? formatMs(number) : formatShare(number, locale));
    return t(kind, { at: formatInstant(atMs), value: figure(value), limit: figure(limit) });
  };
}
