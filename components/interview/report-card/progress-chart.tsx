'use client';

import { useTranslations } from 'next-intl';
import type { Card, CardRun } from '#interview/card.ts';
import { formatClock } from '#interview/interview-clock.ts';
import { formatRps } from '../../results/format.ts';

const MINUTE_MS = 60_000;
const FULL_SCORE = 100;
const LEVELS = [0, 50, 100] as const;

interface Measured extends CardRun {
  readonly endedAtMs: number;
  readonly result: NonNullable<CardRun['result']>;
}

/** Score over the clock, each run a point with the load that it survived. Lines are drawn, words are text: they keep their size on paper and on a phone. */
export function ProgressChart({ card }: { readonly card: Card }) {
  const t = useTranslations('card.chart');
  const measured = card.runs.filter((run): run is Measured => run.result !== null && run.endedAtMs !== null);
  // A run that began in time may have ended after it.
  const endMs = Math.max(card.limitMs, ...measured.map((run) => run.endedAtMs));
  const x = (ms: number) => (ms / endMs) * 100;
  const y = (score: number) => 100 - (score / FULL_SCORE) * 100;
  const line = measured.map((run, index) => `${index === 0 ? 'M' : 'L'}${x(run.endedAtMs)} ${y(run.result.score)}`).join(' ');
  const minutes = Math.ceil(card.limitMs / MINUTE_MS);
  const ticks = Array.from({ length: Math.floor(minutes / 5) + 1 }, (_, index) => index * 5);
  if (measured.length === 0)
    return <p className="rounded border border-dashed border-line px-4 py-8 text-center text-muted">{t('none')}</p>;
  return (
    <figure>
      <div aria-hidden className="relative mt-6 mr-3 mb-7 ml-9 h-44">
        {LEVELS.map((level) => (
          <div key={level} className="absolute inset-x-0 border-t border-line" style={{ top: `${y(level)}%` }}>
            <span className="absolute right-full -translate-y-1/2 pr-2 text-xs text-muted tabular-nums">{level}</span>
          </div>
        ))}
        {ticks.map((tick) => (
          <span
            key={tick}
            className="absolute top-full -translate-x-1/2 pt-2 text-xs whitespace-nowrap text-muted tabular-nums"
            style={{ left: `${x(tick * MINUTE_MS)}%` }}
          >
            {t('minutes', { minutes: tick })}
          </span>
        ))}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full overflow-visible">
          <title>{t('title')}</title>
          <path
            d={line}
            fill="none"
            stroke="var(--color-accent)"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
            strokeLinejoin="round"
          />
        </svg>
        {measured.map((run) => (
          <div
            key={run.number}
            className={`absolute -mt-[5px] -ml-[5px] size-2.5 rounded-full border-2 border-accent ${run.counts ? 'bg-accent' : 'bg-bg'}`}
            style={{ left: `${x(run.endedAtMs)}%`, top: `${y(run.result.score)}%` }}
          >
            <span
              className={`absolute bottom-full mb-1 text-xs whitespace-nowrap tabular-nums ${x(run.endedAtMs) > 85 ? 'right-0' : x(run.endedAtMs) < 6 ? 'left-0' : 'left-1/2 -translate-x-1/2'} ${run.counts ? 'font-semibold' : 'text-muted'}`}
            >
              {formatRps(run.result.survivedRps)}
            </span>
          </div>
        ))}
      </div>
      <figcaption className="sr-only">
        {measured
          .map(({ number, endedAtMs, result }) =>
            t('point', { number, time: formatClock(endedAtMs), score: result.score, survivedRps: formatRps(result.survivedRps) }),
          )
          .join(' ')}
      </figcaption>
    </figure>
  );
}
