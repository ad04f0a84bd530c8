'use client';

import { useTranslations } from 'next-intl';
import { formatInstant, formatMs, formatPlace } from '../format.ts';
import { useMoment, useOfMoment } from '../moment/use-moment.ts';
import { type Lanes, stretchAt, turnAt } from './lanes.ts';

/** Who ran on each loop at the chosen moment; what the lanes cover, if it lies elsewhere. */
export function LoopMoment({ lanes }: { readonly lanes: Lanes }) {
  const t = useTranslations('results.loop');
  const store = useMoment();
  const atMs = useOfMoment((moment) => moment.atMs);
  const { fromMs, totalUs } = lanes;
  const toMs = fromMs + totalUs / 1000;
  if (atMs === null) return <Line>{t('noMoment')}</Line>;
  if (atMs < fromMs || atMs > toMs)
    return (
      <Line>
        {t('recorded', { from: formatInstant(Math.max(0, fromMs)), to: formatInstant(toMs) })}{' '}
        <button
          type="button"
          onClick={() => store.set(lanes.lag ? fromMs + lanes.lag.atUs / 1000 : fromMs)}
          className="touch-line rounded-[3px] text-accent underline decoration-transparent underline-offset-2 transition-colors duration-150 hover:decoration-current"
        >
          {t('goThere')}
        </button>
      </Line>
    );
  const us = (atMs - fromMs) * 1000;
  return (
    <Line>
      {lanes.lanes.map(({ worker, stretches, turns }, index) => {
        const stretch = stretches[stretchAt(stretches, us, 0)];
        const turn = turnAt(turns, us);
        const { file = null, line = null } = stretch?.place ?? {};
        const words = [
          !stretch ? t('idle') : file !== null && line !== null ? formatPlace(file, line) : t('noLine'),
          stretch?.hold ? `${stretch.hold.what} ${formatMs((stretch.toUs - stretch.fromUs) / 1000)}` : null,
          stretch && turn && turn.ready > 1 ? t('readyCount', { count: turn.ready }) : null,
        ];
        return (
          <span key={worker}>
            {index > 0 && ' · '}
            <span className="font-medium text-text">{t('worker', { number: worker + 1 })}</span> {words.filter(Boolean).join(', ')}
          </span>
        );
      })}
    </Line>
  );
}

/** Its room is always there, so that nothing moves. */
function Line({ children }: { readonly children: React.ReactNode }) {
  return <p className="mt-1 min-h-8 text-xs text-pretty text-muted tabular-nums @lg:min-h-4">{children}</p>;
}
