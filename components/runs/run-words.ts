'use client';

import { useLocale, useTranslations } from 'next-intl';
import { nameCause } from '#judge/diagnosis/cause-names.ts';
import { formatRate } from '../results/format.ts';
import { useClock } from '../workbench/use-clock.ts';
import type { Run } from './run-record.ts';
import type { KeptRun } from './run-store.ts';

export interface RunWords {
  /** "survived 10k", or that no stage held. */
  survived(run: Pick<Run, 'survivedRps'>): string;
  /** What it fell to; "nothing gave way". */
  cause(run: Pick<Run, 'cause'>): string;
  time(run: Pick<Run, 'atMs'>): string;
  /** All of it in one line, for those who do not see the rest. */
  spoken(run: KeptRun): string;
}

export function useRunWords(): RunWords {
  const t = useTranslations('runs');
  const locale = useLocale();
  const clock = useClock();
  const survived: RunWords['survived'] = ({ survivedRps }) =>
    survivedRps > 0 ? t('survived', { rps: formatRate(survivedRps) }) : t('survivedNothing');
  return {
    survived,
    cause: ({ cause }) => (cause === 'none' ? t('noCause') : nameCause(cause)[locale]),
    time: ({ atMs }) => clock(atMs),
    spoken: (run) => t('spoken', { number: run.number, time: clock(run.atMs), survived: survived(run), score: run.score }),
  };
}
