'use client';

import { useTranslations } from 'next-intl';
import { lazy, Suspense, useId, useState } from 'react';
import { describeChange } from '#judge/change.ts';
import { ReportText } from '../results/report-text.tsx';
import { SectionTitle } from '../results/section-title.tsx';
import { CodeDiffView } from './code-diff-view.tsx';
import { defaultPair } from './compare-runs.ts';
import type { KeptRun } from './run-store.ts';
import { useRunWords } from './run-words.ts';
import { useReportOf } from './use-runs.ts';

const CompareCharts = lazy(() => import('./compare-charts.tsx').then((module) => ({ default: module.CompareCharts })));

export interface ComparisonProps {
  readonly runs: readonly KeptRun[];
  /** The run that the results show. */
  readonly shownId: string | null;
  readonly limitMs: number | null;
}

/** Any two runs side by side; by default the one that is shown and the one before it. */
export function Comparison({ runs, shownId, limitMs }: ComparisonProps) {
  const t = useTranslations('runs.compare');
  const titleId = useId();
  const pair = defaultPair(runs, shownId);
  const basis = pair?.map((run) => run.id).join(' ') ?? '';
  const [choice, setChoice] = useState<{ readonly basis: string; readonly a?: string; readonly b?: string }>({ basis });
  if (pair === null) {
    return (
      <section aria-labelledby={titleId}>
        <SectionTitle id={titleId}>{t('title')}</SectionTitle>
        <p className="text-sm text-pretty text-muted">{t('needsTwo')}</p>
      </section>
    );
  }
  // What was chosen does not outlive the next run.
  const chosen = choice.basis === basis ? choice : { basis };
  const find = (id: string | undefined) => runs.find((run) => run.id === id);
  const [a, b] = [find(chosen.a) ?? pair[0], find(chosen.b) ?? pair[1]];
  return (
    <section aria-labelledby={titleId} className="space-y-6">
      <div>
        <SectionTitle id={titleId}>{t('title')}</SectionTitle>
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <RunChoice label={t('first')} runs={runs} value={a.id} onChange={(id) => setChoice({ ...chosen, a: id })} />
          <span className="text-muted">{t('with')}</span>
          <RunChoice label={t('second')} runs={runs} value={b.id} onChange={(id) => setChoice({ ...chosen, b: id })} />
        </div>
      </div>
      {a.id === b.id ? (
        <p className="text-sm text-muted">{t('sameRun')}</p>
      ) : (
        <>
          <Difference a={a} b={b} />
          <Suspense fallback={<div className="h-72" />}>
            <CompareCharts a={a} b={b} limitMs={limitMs} />
          </Suspense>
          <div>
            <SectionTitle>{t('code')}</SectionTitle>
            <CodeDiffView before={a.files} after={b.files} />
          </div>
        </>
      )}
    </section>
  );
}

interface RunChoiceProps {
  readonly label: string;
  readonly runs: readonly KeptRun[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

function RunChoice({ label, runs, value, onChange }: RunChoiceProps) {
  const t = useTranslations('runs.compare');
  const words = useRunWords();
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 min-w-0 flex-1 basis-44 rounded border border-line-strong bg-surface px-2 text-sm text-text tabular-nums touch:h-10"
    >
      {[...runs].reverse().map((run) => (
        <option key={run.id} value={run.id}>
          {t('option', { number: run.number, survived: words.survived(run), time: words.time(run) })}
        </option>
      ))}
    </select>
  );
}

/** In words, as long as the whole reports are there. */
function Difference({ a, b }: { readonly a: KeptRun; readonly b: KeptRun }) {
  const t = useTranslations('runs.compare');
  const [before, now] = [useReportOf(a), useReportOf(b)];
  if (before === undefined || now === undefined) return <p className="h-20" />;
  if (before === null || now === null) return <p className="text-sm text-pretty text-muted">{t('noReport')}</p>;
  return (
    <ul className="space-y-1 text-sm">
      {describeChange(before, now).map((sentence) => (
        <li
          key={sentence.en}
          className="flex gap-2 text-pretty before:mt-[0.6em] before:h-px before:w-2 before:shrink-0 before:bg-line-strong"
        >
          <span>
            <ReportText text={sentence} />
          </span>
        </li>
      ))}
    </ul>
  );
}
