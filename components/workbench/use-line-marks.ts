'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Report } from '#judge/report.ts';
import { formatMs, formatShare, type Locale } from '../results/format.ts';
import { rowsByLine } from '../results/profile/profile-data.ts';
import type { RunState } from '../results/run-state.ts';
import { heatLevelOf } from './heat.ts';
import type { LineMark } from './line-mark.ts';

/** The lines that the last run points at: where the program failed, where its requests wait most, and where its CPU went. */
export function useLineMarks(state: RunState): readonly LineMark[] {
  const locale = useLocale();
  const t = useTranslations('results.profile.heat');
  return useMemo(() => {
    const marks: LineMark[] = [];
    const { failure, report } = state;
    if (failure?.file && failure.line) marks.push({ file: failure.file, line: failure.line, kind: 'error', text: failure.message });
    for (const { fault } of report?.stages ?? []) {
      if (fault?.file && fault.line) marks.push({ file: fault.file, line: fault.line, kind: 'error', text: fault.message });
    }
    for (const entry of report?.diagnosis ?? []) {
      if (entry.file && entry.line) marks.push({ file: entry.file, line: entry.line, kind: 'cause', text: entry.text[locale] });
    }
    // One mark a line, the most serious first; its heat stands beside.
    const serious = marks.filter(
      (mark, index) => marks.findIndex((other) => other.file === mark.file && other.line === mark.line) === index,
    );
    return [...serious, ...(report ? heatOf(report, t, locale) : [])];
  }, [state, locale, t]);
}

type Words = ReturnType<typeof useTranslations<'results.profile.heat'>>;

/** CPU and blocking of the stage that decides. */
function heatOf({ profiles, loops, decidingStage }: Report, t: Words, locale: Locale): LineMark[] {
  const profile = profiles[decidingStage];
  if (!profile) return [];
  return rowsByLine(profile, loops[decidingStage]).flatMap(({ file, line, share, cpuMs, blockedMs, blocks }): LineMark[] => {
    const level = heatLevelOf(share);
    if (level === null) return [];
    const cpu = t('cpu', { cpu: formatMs(cpuMs), share: formatShare(share, locale) });
    const text = blockedMs > 0 ? `${cpu} ${t('blocked', { blocked: formatMs(blockedMs) })}` : cpu;
    return [{ file, line, kind: blocks ? 'blocked' : 'heat', level, text }];
  });
}
