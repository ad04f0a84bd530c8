'use client';

import { CircleCheck } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { languageTag } from '../shell/locale.ts';
import { useBest } from './use-best.ts';

export function BestResult({ challenge, goalRps }: { readonly challenge: string; readonly goalRps: number }) {
  const t = useTranslations('home');
  const number = new Intl.NumberFormat(languageTag(useLocale()));
  const best = useBest(challenge);
  if (!best) return <span className="font-normal text-muted">{best === null ? t('bestNone') : '\u00a0'}</span>;
  const reached = best.survivedRps >= goalRps;
  return (
    <span className={`inline-flex items-center gap-1 ${reached ? 'text-healthy' : ''}`}>
      {reached && <CircleCheck size={14} aria-hidden />}
      {t('bestValue', { rps: number.format(best.survivedRps) })}
    </span>
  );
}
