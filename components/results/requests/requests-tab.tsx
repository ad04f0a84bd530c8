import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Report, TraceReport } from '#judge/report.ts';
import { formatMs, formatRps } from '../format.ts';
import type { GoToLine } from '../place-button.tsx';
import { SectionTitle } from '../section-title.tsx';
import { tracesOf } from './waterfall.ts';
import { WaterfallView } from './waterfall-view.tsx';

export interface RequestsTabProps {
  readonly report: Report;
  readonly stage: number;
  readonly onGoToLine: GoToLine;
}

/** The sampled requests of a stage, each opening into its waterfall. */
export function RequestsTab({ report, stage, onGoToLine }: RequestsTabProps) {
  const t = useTranslations('results.requests');
  const traces = tracesOf(report.traces, stage);
  const slowestMs = traces[0]?.latencyMs ?? 0;
  return (
    <section>
      <SectionTitle>{t('title', { rps: formatRps(report.stages[stage]?.offeredRps ?? 0) })}</SectionTitle>
      <p className="mb-3 text-sm text-muted">{traces.length === 0 ? t('empty') : t('intro')}</p>
      <ul className="divide-y divide-line border-y border-line">
        {traces.map((trace, index) => (
          <li key={`${stage} ${trace.worker} ${trace.startMs} ${trace.path}`}>
            <RequestRow trace={trace} slowestMs={slowestMs} open={index === 0} onGoToLine={onGoToLine} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RequestRowProps {
  readonly trace: TraceReport;
  readonly slowestMs: number;
  readonly open: boolean;
  readonly onGoToLine: GoToLine;
}

function RequestRow({ trace, slowestMs, open, onGoToLine }: RequestRowProps) {
  const t = useTranslations('results.requests');
  const failed = trace.status === 'timeout' || trace.status >= 400;
  return (
    <details className="group" open={open}>
      <summary className="flex list-none items-center gap-2 py-2 text-sm touch:py-2.5 [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} aria-hidden className="shrink-0 text-muted transition-transform duration-150 group-open:rotate-90" />
        <span className="min-w-0 flex-1 truncate font-mono text-xs">
          {trace.method} {trace.path}
        </span>
        <span className={`shrink-0 text-xs ${failed ? 'font-medium text-saturated' : 'text-muted'}`}>
          {trace.status === 'timeout' ? t('timeout') : t('status', { status: String(trace.status) })}
        </span>
        <span aria-hidden="true" className="hidden h-1 w-20 shrink-0 overflow-hidden rounded-full bg-line @lg:block">
          <span
            className="block h-full rounded-full bg-text"
            style={{ width: `${slowestMs > 0 ? (trace.latencyMs / slowestMs) * 100 : 0}%` }}
          />
        </span>
        <span className="w-16 shrink-0 text-right font-medium tabular-nums">{formatMs(trace.latencyMs)}</span>
      </summary>
      <WaterfallView trace={trace} onGoToLine={onGoToLine} />
    </details>
  );
}
