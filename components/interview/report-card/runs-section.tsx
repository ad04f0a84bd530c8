'use client';

import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { CardRun } from '#interview/card.ts';
import { formatClock } from '#interview/interview-clock.ts';
import type { InterviewRecord } from '#interview/interview-record.ts';
import { formatRps } from '../../results/format.ts';
import { ReportText } from '../../results/report-text.tsx';
import { CodeDiffView } from '../../runs/code-diff-view.tsx';

const NO_FILES = {};

/** Every run in its order: what it reached, what it gained, and the change that it measured. */
export function RunsSection({ runs, programs }: { readonly runs: readonly CardRun[]; readonly programs: InterviewRecord['programs'] }) {
  const t = useTranslations('card.runs');
  if (runs.length === 0) return <p className="text-sm text-muted">{t('none')}</p>;
  return (
    <ol className="divide-y divide-line border-y border-line">
      {runs.map((run) => (
        <li key={run.number} className="break-inside-avoid-page">
          <details className="group">
            <summary className="flex list-none flex-wrap items-baseline gap-x-3 gap-y-1 py-2.5 text-sm [&::-webkit-details-marker]:hidden">
              <ChevronRight
                size={14}
                aria-hidden
                className="shrink-0 self-center text-muted transition-transform duration-150 group-open:rotate-90 print:hidden"
              />
              <span className="w-12 shrink-0 text-muted tabular-nums">{formatClock(run.startedAtMs)}</span>
              <span className="w-16 shrink-0 font-medium tabular-nums">{t('number', { number: run.number })}</span>
              <span className="min-w-40 flex-1">
                <Outcome run={run} />
              </span>
              {run.counts && <span className="rounded bg-accent-soft px-1.5 text-xs font-medium text-accent">{t('counts')}</span>}
              {run.result && <span className="w-16 shrink-0 text-right tabular-nums">{t('score', { score: run.result.score })}</span>}
            </summary>
            <div className="space-y-3 pb-4 pl-6 text-sm">
              {run.result?.cause && (
                <p className="text-pretty">
                  <ReportText text={run.result.cause.text} />
                </p>
              )}
              {run.failure && <p className="font-mono text-xs break-words text-muted">{run.failure}</p>}
              <h4 className="text-xs font-medium text-muted">{run.number === 1 ? t('sinceStart') : t('sinceLast')}</h4>
              <CodeDiffView before={programs[run.before]?.files ?? NO_FILES} after={programs[run.program]?.files ?? NO_FILES} />
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}

function Outcome({ run }: { readonly run: CardRun }) {
  const t = useTranslations('card.runs');
  if (run.result === null)
    return <span className="text-muted">{t(`outcome.${run.outcome === 'report' ? 'unfinished' : run.outcome}`)}</span>;
  return (
    <span className="tabular-nums">
      {t('survived', { survivedRps: formatRps(run.result.survivedRps) })}
      {run.gained !== null && run.gained !== 0 && (
        <span className={`ml-2 ${run.gained > 0 ? 'text-healthy' : 'text-saturated'}`}>
          {run.gained > 0 ? '▲' : '▼'} {t('gained', { stages: Math.abs(run.gained) })}
          <span className="sr-only">{run.gained > 0 ? t('up') : t('down')}</span>
        </span>
      )}
    </span>
  );
}
