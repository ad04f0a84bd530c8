'use client';

import { Check, CircleAlert, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { StageReport } from '#judge/report.ts';
import { formatInstant, formatQuantity, formatRps, formatShare } from '../format.ts';
import type { Breach } from '../moment/breaches.ts';
import { useBreachText } from '../moment/use-breach-text.ts';
import { type GoToLine, PlaceButton } from '../place-button.tsx';
import { SectionTitle } from '../section-title.tsx';
import { formatFactor, formatRuleValue, invariantOf, knownRule, measureMargin, type RuleRow } from '../slo-rule.ts';

export interface ThresholdsProps {
  readonly stage: Pick<StageReport, 'offeredRps'> & Partial<Pick<StageReport, 'fault' | 'errors'>> & { readonly slo: readonly RuleRow[] };
  /** This stage is the one that the result rests on. */
  readonly deciding: boolean;
  /** When its promises began to break. */
  readonly breaches?: readonly Breach[];
  readonly onMoment?: (atMs: number) => void;
  readonly onGoToLine: GoToLine;
}

/** The promise of a stage, row by row: the limit beside what was measured, and how it was measured. */
export function Thresholds({ stage, deciding, breaches = [], onMoment, onGoToLine }: ThresholdsProps) {
  const t = useTranslations('results.thresholds');
  const titleId = useId();
  const { fault = null } = stage;
  const errors = Object.entries(stage.errors ?? {});
  return (
    <section aria-labelledby={titleId}>
      <SectionTitle id={titleId} aside={deciding ? <span className="text-xs text-muted">{t('deciding')}</span> : undefined}>
        {t('title', { rps: formatRps(stage.offeredRps) })}
      </SectionTitle>
      {fault && (
        <p className="mb-2 flex flex-wrap items-baseline gap-x-2 gap-y-1 rounded bg-saturated-soft px-3 py-2 text-sm">
          <CircleAlert size={14} aria-hidden className="shrink-0 self-center text-saturated" />
          <span className="min-w-0 flex-1 basis-40 break-words">{t('fault', { verdict: fault.verdict, message: fault.message })}</span>
          {fault.file !== null && fault.line !== null && <PlaceButton file={fault.file} line={fault.line} onGoToLine={onGoToLine} />}
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
            <Row key={row.id} row={row} breach={breaches.find(({ rule }) => rule === row.id)} onMoment={onMoment} />
          ))}
        </tbody>
      </table>
      {errors.length > 0 && (
        <p className="pt-2 text-xs text-muted tabular-nums">
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
  readonly row: RuleRow;
  readonly breach: Breach | undefined;
  readonly onMoment: ThresholdsProps['onMoment'];
}

function Row({ row, breach, onMoment }: RowProps) {
  const t = useTranslations('results.thresholds');
  const locale = useLocale();
  const margin = useMarginText(row);
  const rule = knownRule(row.id);
  const invariant = invariantOf(row.id);
  const Icon = row.passed ? Check : X;
  return (
    <tr className="border-b border-line">
      <th scope="row" className="relative font-normal">
        <RuleName
          name={rule ? t(rule) : invariant ? t('invariant', { name: invariant }) : row.id}
          formula={t(`formula.${rule ?? (invariant ? 'invariant' : 'other')}`)}
        />
        {breach && onMoment && <MomentButton breach={breach} onMoment={onMoment} />}
      </th>
      <td className="pl-2 text-right whitespace-nowrap text-muted">≤&nbsp;{formatRuleValue(row.id, row.limit, locale)}</td>
      <td className={`min-w-16 pl-2 text-right font-medium whitespace-nowrap ${row.passed === false ? 'text-saturated' : ''}`}>
        {row.value === null ? <Unknown /> : formatRuleValue(row.id, row.value, locale)}
      </td>
      <td className="min-w-16 pl-2 text-right text-xs text-muted @sm:whitespace-nowrap">{margin ?? <Unknown />}</td>
      <td className={`min-w-14 pl-2 text-xs font-medium whitespace-nowrap ${row.passed ? 'text-healthy' : 'text-saturated'}`}>
        <span className="flex items-center justify-end gap-1">
          {row.passed === null ? (
            <Unknown />
          ) : (
            <>
              <Icon size={14} aria-hidden strokeWidth={2.5} />
              {row.passed ? t('passed') : t('failed')}
            </>
          )}
        </span>
      </td>
    </tr>
  );
}

/** To the moment from which on the promise did not hold. */
function MomentButton({ breach, onMoment }: { readonly breach: Breach; readonly onMoment: (atMs: number) => void }) {
  const t = useTranslations('results.thresholds');
  const words = useBreachText()(breach);
  return (
    <button
      type="button"
      title={words}
      onClick={() => onMoment(breach.atMs)}
      className="touch-line -mt-1 mb-1.5 block rounded-[3px] text-xs text-accent tabular-nums underline decoration-transparent underline-offset-2 transition-colors duration-150 hover:decoration-current"
    >
      {t('from', { at: formatInstant(breach.atMs) })}
    </button>
  );
}

function Unknown() {
  return <span className="font-normal text-muted">–</span>;
}

/** The name tells on hover, focus or touch how its value is measured. It floats, so that the table stays as it is. */
function RuleName({ name, formula }: { readonly name: string; readonly formula: string }) {
  const [shown, setShown] = useState(false);
  const formulaId = useId();
  return (
    // The button inside does the same for the keyboard.
    <span onPointerEnter={() => setShown(true)} onPointerLeave={() => setShown(false)} className="inline-block">
      <button
        type="button"
        aria-describedby={formulaId}
        onFocus={() => setShown(true)}
        onBlur={() => setShown(false)}
        onClick={() => setShown(true)}
        onKeyDown={(event) => event.key === 'Escape' && setShown(false)}
        className="cursor-help rounded-[3px] py-1.5 text-left underline decoration-line-strong decoration-dotted underline-offset-4 touch:min-h-10 touch:min-w-10"
      >
        {name}
      </button>
      <span
        id={formulaId}
        role="tooltip"
        hidden={!shown}
        className="absolute top-full left-0 z-10 w-72 rounded bg-raised px-3 py-2 text-xs text-pretty shadow-float"
      >
        {formula}
      </span>
    </span>
  );
}

function useMarginText({ limit, value }: RuleRow): string | null {
  const t = useTranslations('results.thresholds');
  const locale = useLocale();
  if (value === null) return null;
  const margin = measureMargin({ limit, value });
  if (margin.kind === 'none') return t('none');
  return margin.kind === 'spare'
    ? t('spare', { value: formatShare(margin.share, locale) })
    : t('over', { value: formatFactor(margin.factor) });
}
