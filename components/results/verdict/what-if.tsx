import { useLocale, useTranslations } from 'next-intl';
import type { WhatIf as Result } from '#judge/what-if/what-if-report.ts';
import { formatMs, formatRps } from '../format.ts';
import { ReportText } from '../report-text.tsx';
import type { WhatIfState } from '../run-state.ts';

/** The stage that fell, run once more without the limit that it fell by. Its place is kept while it is measured. */
export function WhatIf({ state }: { readonly state: Exclude<WhatIfState, { phase: 'none' }> }) {
  const t = useTranslations('results.whatIf');
  const result = state.phase === 'done' ? state.result : null;
  return (
    <div className="min-h-32" aria-live="polite" aria-busy={state.phase === 'measuring'}>
      {result === null ? (
        <p className="text-sm text-pretty text-muted">{t(state.phase === 'measuring' ? 'measuring' : 'none')}</p>
      ) : (
        <>
          <p className="text-sm text-pretty">
            <ReportText text={result.text} />
          </p>
          <Comparison result={result} />
        </>
      )}
    </div>
  );
}

function Comparison({ result }: { readonly result: Result }) {
  const t = useTranslations('results.whatIf');
  const longest = Math.max(result.before.p99Ms, result.after.p99Ms, 1e-9);
  return (
    <table className="mt-3 w-full text-left text-xs tabular-nums">
      <caption className="sr-only">{t('caption', { rps: formatRps(result.offeredRps) })}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('run')}</th>
          <th scope="col">{t('p99')}</th>
          <th scope="col">{t('goodput')}</th>
        </tr>
      </thead>
      <tbody>
        {(['before', 'after'] as const).map((when) => (
          <Row key={when} name={t(when)} figures={result[when]} share={result[when].p99Ms / longest} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ name, figures, share }: { readonly name: string; readonly figures: Result['before']; readonly share: number }) {
  const t = useTranslations('results.whatIf');
  const locale = useLocale();
  return (
    <tr>
      <th scope="row" className="w-px py-1 pr-3 font-normal whitespace-nowrap text-muted">
        {name}
      </th>
      <td className="py-1">
        <span className="flex items-center gap-2">
          <span aria-hidden="true" className="h-2 min-w-0 flex-1">
            <span
              className={`block h-full rounded-full ${figures.survived ? 'bg-healthy' : 'bg-saturated'}`}
              style={{ width: `${Math.max(1, share * 100)}%` }}
            />
          </span>
          <span className="w-16 shrink-0 text-right font-medium">{formatMs(figures.p99Ms)}</span>
        </span>
      </td>
      <td className="w-px py-1 pl-3 text-right whitespace-nowrap text-muted" lang={locale}>
        {t('good', { rps: formatRps(figures.goodputRps) })}
      </td>
    </tr>
  );
}
