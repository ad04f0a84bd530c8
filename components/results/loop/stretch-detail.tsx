'use client';

import { useTranslations } from 'next-intl';
import { formatMs, formatQuantity } from '../format.ts';
import { type GoToLine, PlaceButton } from '../place-button.tsx';
import type { Stretch, Turn } from './lanes.ts';

export interface StretchDetailProps {
  /** Null: nothing is pointed at. */
  readonly stretch: Stretch | null;
  readonly worker: number;
  readonly turn: Turn | null;
  readonly atMs: number;
  /** Chosen by keyboard: a screen reader says it. */
  readonly spoken: boolean;
  readonly onGoToLine: GoToLine;
}

/** What is under the pointer. Its room is always there, so that nothing moves. */
export function StretchDetail({ stretch, worker, turn, atMs, spoken, onGoToLine }: StretchDetailProps) {
  const t = useTranslations('results.loop');
  return (
    <div
      aria-live={spoken ? 'polite' : 'off'}
      aria-atomic="true"
      className="mt-1 flex min-h-14 flex-wrap content-start items-baseline gap-x-3 gap-y-1 py-1.5 text-xs tabular-nums @lg:min-h-8"
    >
      {stretch === null ? (
        <span className="text-muted">{t('hint')}</span>
      ) : (
        <>
          <span className="font-medium">{stretch.request > 0 ? t('request', { number: stretch.request }) : t('background')}</span>
          <span className={stretch.hold ? 'font-medium text-saturated' : ''}>
            {stretch.hold ? `${stretch.hold.what} ` : ''}
            {formatMs((stretch.toUs - stretch.fromUs) / 1000)}
          </span>
          {stretch.place?.file && stretch.place.line !== null ? (
            <PlaceButton file={stretch.place.file} line={stretch.place.line} onGoToLine={onGoToLine} />
          ) : (
            <span className="text-muted">{t('noLine')}</span>
          )}
          <span className="text-muted">
            {t('where', { worker: worker + 1, at: `${atMs.toFixed(2)}\u00a0ms` })}
            {turn && turn.ready > 1 ? ` · ${t('readyThen', { count: turn.ready, lag: formatMs(turn.lagUs / 1000) })}` : ''}
            {turn ? ` · ${t('openThen', { count: formatQuantity(turn.open) })}` : ''}
            {turn && turn.threads > 0 ? ` · ${t('threadsThen', { count: turn.threads })}` : ''}
          </span>
        </>
      )}
    </div>
  );
}
