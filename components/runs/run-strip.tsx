'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { formatRate } from '../results/format.ts';
import type { KeptRun } from './run-store.ts';
import { useRunWords } from './run-words.ts';

export interface RunStripProps {
  readonly runs: readonly KeptRun[];
  readonly shownId: string | null;
  readonly onShow: (id: string) => void;
}

/** The runs whose whole result is kept, in a line that is as high before the first one as with twenty. */
export function RunStrip({ runs, shownId, onShow }: RunStripProps) {
  const t = useTranslations('runs');
  const words = useRunWords();
  const line = useRef<HTMLDivElement>(null);
  const whole = runs.filter((run) => run.hasReport);
  const newest = whole.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run moves the line to its end.
  useEffect(() => {
    if (line.current) line.current.scrollLeft = line.current.scrollWidth;
  }, [newest]);
  return (
    <nav aria-label={t('strip')} className="flex h-8 min-w-0 flex-1 items-center gap-2 touch:h-10">
      <span aria-hidden className="shrink-0 text-xs text-muted">
        {t('title')}
      </span>
      {whole.length === 0 ? (
        <span className="truncate text-xs text-muted">{t('none')}</span>
      ) : (
        <div ref={line} className="-my-1 flex min-w-0 gap-1 overflow-x-auto px-0.5 py-1 [scrollbar-width:none]">
          {whole.map((run) => (
            <button
              key={run.id}
              type="button"
              aria-pressed={run.id === shownId}
              aria-label={words.spoken(run)}
              title={words.spoken(run)}
              onClick={() => onShow(run.id)}
              className="flex h-6 shrink-0 items-center gap-1.5 rounded border border-line px-1.5 text-xs text-muted tabular-nums transition-colors duration-150 hover:border-line-strong hover:text-text aria-pressed:border-transparent aria-pressed:bg-idle-soft aria-pressed:text-text touch:h-10 touch:min-w-10 touch:px-2.5"
            >
              <span className="font-semibold text-text">{run.number}</span>
              {formatRate(run.survivedRps)}
            </button>
          ))}
        </div>
      )}
    </nav>
  );
}
