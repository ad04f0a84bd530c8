'use client';

import { useTranslations } from 'next-intl';
import { useMediaQuery } from '#components/ui/use-media-query.ts';
import { SPEEDS } from './moment-store.ts';
import { useMoment, useOfMoment } from './use-moment.ts';

/** How fast virtual time is played. */
export function SpeedChoice() {
  const t = useTranslations('results.moment');
  const store = useMoment();
  const speed = useOfMoment((moment) => moment.speed);
  const still = useMediaQuery('(prefers-reduced-motion: reduce)') === true;
  const disabled = useOfMoment((moment) => moment.totalMs === 0);
  if (still) return null;
  return (
    <select
      aria-label={t('speed')}
      title={t('speed')}
      value={speed}
      disabled={disabled}
      onChange={(event) => store.setSpeed(SPEEDS.find((each) => String(each) === event.target.value) ?? speed)}
      className="h-7 shrink-0 cursor-pointer rounded border border-line bg-surface px-1 text-xs text-muted tabular-nums transition-colors duration-150 hover:border-line-strong hover:text-text disabled:cursor-default disabled:opacity-50 touch:h-10"
    >
      {SPEEDS.map((each) => (
        <option key={each} value={each}>
          {`${each}×`}
        </option>
      ))}
    </select>
  );
}
