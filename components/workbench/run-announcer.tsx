'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { RunState } from '../results/run-state.ts';
import { languageTag } from '../shell/locale.ts';

/** Says what happens to those who do not see it. */
export function RunAnnouncer({ state }: { readonly state: RunState }) {
  const t = useTranslations('workbench.announce');
  const number = new Intl.NumberFormat(languageTag(useLocale()));

  function announcement(): string {
    if (state.phase === 'idle' || state.phase === 'loading') return '';
    if (state.phase === 'done' && state.report) {
      return t('done', { rps: number.format(state.report.survivedRps), score: number.format(state.report.score.total) });
    }
    if (state.phase === 'stopped') return t('stopped');
    if (state.phase === 'failed') return t('failed');
    const index = state.ladder.findIndex((rung) => rung.state === 'running');
    const rung = state.ladder[index];
    return rung ? t('stage', { number: index + 1, rps: number.format(rung.offeredRps) }) : t('running');
  }

  return (
    <p role="status" className="sr-only">
      {announcement()}
    </p>
  );
}
