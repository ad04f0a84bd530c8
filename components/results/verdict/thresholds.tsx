'use client';

import { Check, CircleAlert, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { SloRow, StageReport } from '#judge/report.ts';
import { formatQuantity, formatRps, formatShare, type Locale } from '../format.ts';
import { type GoToLine, PlaceButton } from '../place-button.tsx';
import { SectionTitle } from '../section-title.tsx';
import { formatFactor, formatRuleValue, knownRule, measureMargin } from '../slo-rule.ts';

export interface ThresholdsProps {
  readonly stage: StageReport;
  /** This stage is the one that the result rests on. */
  readonly deciding: boolean;
  readonly onGoToLine: GoToLine;
}

/** The promise of a stage, row by row: the limit beside what was measured, and how it was measured. */
export function Thresholds({ stage, deciding, onGoToLine }: ThresholdsProps) {
  const t = useTranslations('results.thresholds');
  const [pointed, setPointed] = useState<string | null>(null);
  const titleId = useId();
  const errors = Object.entries(stage.errors);
  return (
    <section aria-labelledby={titleId}>
      <SectionTitle id={titleId} aside={deciding ? <span className="text-xs text-muted">{t('deciding')}</span> : undefined}>
        {t('title', { rps: formatRps(stage.offeredRps) })}
      </SectionTitle>
      {stage.fault && (
        <p className="mb-2 flex flex-wrap items-baseline gap-x-2 gap-y-1 rounded bg-saturated-soft px-3 py-2 text-sm">
          <CircleAlert size={14} aria-hidden className="shrink-0 self-center text-saturated" />
          <span className="min-w-0 flex-1 basis-40 break-words">
            {t('fault', { verdict: stage.fault.verdict, message: stage.fault.message })}
          </span>
          {stage.fault.file !== null && stage.fault.line !== null && (
            <PlaceButton file={stage.fault.file} line={stage.fault.line} onGoToLine={onGoToLine} />
          )}
        </p>
      )}
      <table className="w-full text-left text-sm tabular-nums">
        <thead>
          <tr className="text-xs text-muted">
            <Head>{t('rule')}</Head>
            <Head right>{t('limit')}</Head>
            <Head right>{t('measured')}</Head>
            <Head right>{t('margin')}</Head>
            <Head right>{t('result')}</Head>
          </tr>
        </thead>
        <tbody>
          {stage.slo.map((row) => (
            <Row key={row.id} row={row} pointed={row.id === pointed} onPoint={setPointed} />
          ))}
        </tbody>
      </table>
      <p aria-hidden="true" className="min-h-10 pt-2 text-xs text-pretty text-muted">
        {pointed === null ? t('hint') : t(`formula.${knownRule(pointed) ?? 'other'}`)}
      </p>
      {errors.length > 0 && (
        <p className="text-xs text-muted tabular-nums">
          {t('moreErrors', { list: errors.map(([outcome, count]) => `${outcome} × ${formatQuantity(count)}`).join(', ') })}
        </p>
      )}
    </section>
  );
}

function Head({ children, right = false }: { readonly children: string; readonly right?: boolean }) {
  return (
    <th scope="col" className={`border-b border-line pb-1.5 font-medium ${right ? 'pl-2 text-right' : ''}`}>
      {children}
    </th>
  );
}

interface RowProps {
  readonly row: SloRow;
  readonly pointed: boolean;
  readonly onPoint: (id: string | null) => void;
}

function Row({ row, pointed, onPoint }: RowProps) {
  const t = useTranslations('results.thresholds');
  const locale = useLocale();
  const formulaId = useId();
  const margin = useMarginText(row, locale);
  const rule = knownRule(row.id);
  const Icon = row.passed ? Check : X;
  return (
    <tr
      className={`border-b border-line transition-colors duration-150 ${pointed ? 'bg-sunken' : ''}`}
      onPointerEnter={() => onPoint(row.id)}
      onPointerLeave={() => onPoint(null)}
    >
      <th scope="row" className="font-normal">
        <button
          type="button"
          aria-describedby={formulaId}
          onFocus={() => onPoint(row.id)}
          onBlur={() => onPoint(null)}
          onClick={() => onPoint(row.id)}
          className="cursor-help rounded-[3px] py-1.5 text-left underline decoration-line-strong decoration-dotted underline-offset-4"
        >
          {rule ? t(rule) : row.id}
        </button>
        <span id={formulaId} hidden>
          {t(`formula.${rule ?? 'other'}`)}
        </span>
      </th>
      <td className="pl-2 text-right whitespace-nowrap text-muted">≤&nbsp;{formatRuleValue(row.id, row.limit, locale)}</td>
      <td className={`pl-2 text-right font-medium whitespace-nowrap ${row.passed ? '' : 'text-saturated'}`}>
        {formatRuleValue(row.id, row.value, locale)}
      </td>
      <td className="pl-2 text-right text-xs whitespace-nowrap text-muted">{margin}</td>
      <td className={`pl-2 text-xs font-medium whitespace-nowrap ${row.passed ? 'text-healthy' : 'text-saturated'}`}>
        <span className="flex items-center justify-end gap-1">
          <Icon size={14} aria-hidden strokeWidth={2.5} />
          {row.passed ? t('passed') : t('failed')}
        </span>
      </td>
    </tr>
  );
}

function useMarginText(row: SloRow, locale: Locale): string {
  const t = useTranslations('results.thresholds');
  const margin = measureMargin(row);
  if (margin.kind === 'none') return t('none');
  return margin.kind === 'spare'
    ? t('spare', { value: formatShare(margin.share, locale) })
    : t('over', { value: formatFactor(margin.factor) });
}
