'use client';

import { Check } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { languageTag } from '../shell/locale.ts';
import { useBest } from './use-best.ts';

export interface MiniLadderProps {
  readonly challenge: string;
  /** Offered load of each stage, requests/s, rising. */
  readonly ladderRps: readonly number[];
}

/** The stages of a run as steps, with those that your best program held. Heights grow with the logarithm of the load. */
export function MiniLadder({ challenge, ladderRps }: MiniLadderProps) {
  const t = useTranslations('home');
  const number = new Intl.NumberFormat(languageTag(useLocale()));
  const best = useBest(challenge);
  const survivedRps = best?.survivedRps ?? 0;
  const lowest = Math.log(ladderRps[0] ?? 1);
  const range = Math.log(ladderRps.at(-1) ?? 1) - lowest || 1;
  const short = (rps: number) => `${rps / 1000}k`;

  return (
    <figure className="rounded border border-line bg-surface p-5 sm:p-6">
      <figcaption className="flex items-baseline justify-between gap-4">
        <span className="text-sm font-semibold">{t('ladderTitle')}</span>
        <span className="min-h-5 text-sm text-muted tabular-nums">
          {best === undefined ? '\u00a0' : best === null ? t('ladderEmpty') : t('ladderBest', { value: number.format(survivedRps) })}
        </span>
      </figcaption>
      <ol className="mt-8 grid h-60 auto-cols-fr grid-flow-col items-end gap-2 sm:gap-3">
        {ladderRps.map((rps, index) => {
          const held = rps <= survivedRps;
          const isLast = index === ladderRps.length - 1;
          const when = index === 0 ? t('ladderStageFirst') : isLast ? t('ladderStageGoal') : null;
          const state = held ? t('ladderStageHeld') : t('ladderStageOpen');
          const share = 22 + 78 * ((Math.log(rps) - lowest) / range);
          return (
            <li key={rps} className="flex h-full flex-col justify-end" title={`${number.format(rps)} rps: ${state}`}>
              <div
                className={`flex items-start justify-center rounded pt-2 border ${held ? 'border-healthy bg-healthy text-surface' : `hatched ${isLast ? 'border-accent' : 'border-line'}`}`}
                style={{ height: `calc((100% - 3rem) * ${share / 100})` }}
              >
                {held && <Check size={16} aria-hidden strokeWidth={2.5} />}
              </div>
              <p className="mt-2 text-center text-sm font-medium tabular-nums">{short(rps)}</p>
              <p className="flex h-4 justify-center text-xs whitespace-nowrap text-muted">
                {when}
                <span className="sr-only">{state}</span>
              </p>
            </li>
          );
        })}
      </ol>
      <p className="mt-4 border-t border-line pt-4 text-sm text-muted">{t('ladderCaption')}</p>
    </figure>
  );
}
