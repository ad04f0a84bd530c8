'use client';

import { ArrowRight, Check } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { nameCause } from '#judge/diagnosis/cause-names.ts';
import type { Locale } from '../../results/format.ts';
import type { Strength, Training } from './advice.ts';

export function StrengthsSection({ strengths }: { readonly strengths: readonly Strength[] }) {
  const t = useTranslations('card.strengths');
  if (strengths.length === 0) return <p className="text-sm text-muted text-pretty">{t('none')}</p>;
  return (
    <ul className="space-y-2 text-sm">
      {strengths.map(({ id, ...figures }) => (
        <li key={id} className="flex gap-2">
          <Check size={16} aria-hidden className="mt-0.5 shrink-0 text-healthy" />
          <span className="text-pretty">{t(id, figures)}</span>
        </li>
      ))}
    </ul>
  );
}

interface TrainingSectionProps {
  readonly training: readonly Training[];
  /** Titles of challenges by slug. */
  readonly titles: Readonly<Record<string, string>>;
}

export function TrainingSection({ training, titles }: TrainingSectionProps) {
  const t = useTranslations('card.training');
  const locale = useLocale() as Locale;
  if (training.length === 0) return <p className="text-sm text-muted text-pretty">{t('none')}</p>;
  return (
    <ul className="space-y-2 text-sm">
      {training.map(({ slug, why }) => (
        <li key={slug} className="flex gap-2">
          <ArrowRight size={16} aria-hidden className="mt-0.5 shrink-0 text-accent" />
          <span>
            <Link href={`/challenges/${slug}`} className="font-medium text-accent underline underline-offset-2">
              {titles[slug] ?? slug}
            </Link>
            <span className="block text-muted">
              {why.kind === 'cause' ? t('cause', { cause: nameCause(why.cause)[locale] }) : t('measure')}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
