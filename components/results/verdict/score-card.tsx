import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { Criterion, Report } from '#judge/report.ts';
import { ReportText } from '../report-text.tsx';
import { SectionTitle } from '../section-title.tsx';

const NAMED = ['survival', 'latency', 'correctness', 'efficiency'] as const;

/** Where the points come from, each criterion with its reason. */
export function ScoreCard({ score }: { readonly score: Report['score'] }) {
  const t = useTranslations('results.score');
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <SectionTitle id={titleId}>{t('title', { total: score.total, max: 100 })}</SectionTitle>
      <ul className="divide-y divide-line border-y border-line">
        {score.criteria.map((criterion) => (
          <li key={criterion.id}>
            <CriterionRow criterion={criterion} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function CriterionRow({ criterion }: { readonly criterion: Criterion }) {
  const t = useTranslations('results.score');
  const name = NAMED.find((id) => id === criterion.id);
  const share = criterion.max === 0 ? 0 : criterion.points / criterion.max;
  return (
    <details className="group">
      <summary className="flex list-none items-center gap-2 py-2 text-sm touch:py-2.5 [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} aria-hidden className="shrink-0 text-muted transition-transform duration-150 group-open:rotate-90" />
        <span className="min-w-0 flex-1 truncate">{name ? t(name) : criterion.id}</span>
        <span aria-hidden="true" className="h-1 w-20 shrink-0 overflow-hidden rounded-full bg-line @lg:w-32">
          <span className="block h-full rounded-full bg-text" style={{ width: `${share * 100}%` }} />
        </span>
        <span className="w-16 shrink-0 text-right tabular-nums">{t('points', { points: criterion.points, max: criterion.max })}</span>
      </summary>
      <p className="pb-3 pl-6 text-sm text-pretty text-muted">
        <span className="sr-only">{t('why')}: </span>
        <ReportText text={criterion.why} />
      </p>
    </details>
  );
}
