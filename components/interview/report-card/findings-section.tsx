'use client';

import { Check } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { Card } from '#interview/card.ts';
import { formatClock } from '#interview/interview-clock.ts';
import { nameCause } from '#judge/diagnosis/cause-names.ts';
import { formatPlace, type Locale } from '../../results/format.ts';
import { ReportText } from '../../results/report-text.tsx';

/** What the runs named, in which order, and what was mended; and whether it began with measuring. */
export function FindingsSection({ card }: { readonly card: Card }) {
  const t = useTranslations('card.found');
  const locale = useLocale() as Locale;
  const { findings, measuredFirst, firstRunAtMs, firstEditAtMs } = card;
  const times = { run: formatClock(firstRunAtMs ?? 0), edit: formatClock(firstEditAtMs ?? 0) };
  return (
    <>
      <p className="mb-3 text-sm text-muted text-pretty">
        {measuredFirst === null
          ? t('neverRun')
          : measuredFirst
            ? t(firstEditAtMs === null ? 'neverEdited' : 'measuredFirst', times)
            : t('changedFirst', times)}
      </p>
      {findings.length > 0 && (
        <ol className="divide-y divide-line border-y border-line">
          {findings.map((finding) => (
            <li key={finding.cause} className="grid break-inside-avoid gap-x-4 gap-y-1 py-2.5 text-sm sm:grid-cols-[3rem_1fr_11rem]">
              <span className="text-muted tabular-nums">{formatClock(finding.foundAtMs)}</span>
              <div>
                <p className="font-medium">
                  {nameCause(finding.cause)[locale]}
                  {finding.file !== null && finding.line !== null && (
                    <span className="ml-2 font-mono text-xs font-normal text-muted">{formatPlace(finding.file, finding.line)}</span>
                  )}
                </p>
                <p className="mt-0.5 text-muted text-pretty">
                  <ReportText text={finding.text} />
                </p>
              </div>
              <p className={finding.mendedIn === null ? 'text-busy' : 'text-healthy'}>
                {finding.mendedIn === null ? (
                  t('open', { run: finding.foundIn })
                ) : (
                  <>
                    <Check size={14} aria-hidden className="mr-1 inline align-[-2px]" />
                    {t('mended', { found: finding.foundIn, mended: finding.mendedIn })}
                  </>
                )}
              </p>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
