import { ChevronRight } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useId } from 'react';
import { nameRule } from '#judge/code-checks/rule-names.ts';
import { nameCause } from '#judge/diagnosis/cause-names.ts';
import type { CodeCheck } from '#judge/report.ts';
import { type GoToLine, PlaceButton } from '../place-button.tsx';
import { ReportText } from '../report-text.tsx';
import { SectionTitle } from '../section-title.tsx';

export interface CodeChecksProps {
  readonly checks: readonly CodeCheck[];
  readonly onGoToLine: GoToLine;
}

/** What stands in the code, by what it cost in this run; what cost nothing is folded away. */
export function CodeChecks({ checks, onGoToLine }: CodeChecksProps) {
  const t = useTranslations('results.codeChecks');
  const titleId = useId();
  const costly = checks.filter(({ effect }) => effect !== null);
  const free = checks.filter(({ effect }) => effect === null);
  if (checks.length === 0) return null;
  return (
    <section aria-labelledby={titleId} className="@4xl:col-span-2">
      <SectionTitle id={titleId}>{t('title')}</SectionTitle>
      {costly.length > 0 ? <Checks checks={costly} onGoToLine={onGoToLine} /> : <p className="text-sm text-pretty">{t('nothing')}</p>}
      {free.length > 0 && (
        <details className="group mt-2">
          <summary className="touch-line inline-flex list-none items-center gap-0.5 text-xs text-muted hover:text-text [&::-webkit-details-marker]:hidden">
            <ChevronRight size={12} aria-hidden className="transition-transform duration-150 group-open:rotate-90" />
            {t('free', { count: free.length })}
          </summary>
          <div className="mt-1">
            <Checks checks={free} onGoToLine={onGoToLine} />
          </div>
        </details>
      )}
    </section>
  );
}

function Checks({ checks, onGoToLine }: CodeChecksProps) {
  const t = useTranslations('results.codeChecks');
  const locale = useLocale();
  return (
    <ul className="border-b border-line @4xl:grid @4xl:grid-cols-2 @4xl:gap-x-10">
      {checks.map(({ rule, file, line, name, text, effect, effectText, cause }) => (
        <li key={`${rule} ${file} ${line}`} className="flex gap-3 border-t border-line py-2">
          <div className="min-w-0 flex-1 text-sm leading-5 text-pretty break-words">
            <h4 className="font-medium">
              {nameRule(rule)[locale]} <code className="font-mono text-[0.92em] font-normal text-muted">{name}</code>
            </h4>
            <p className={`mt-0.5 ${effect === null ? 'text-muted' : ''}`}>
              <ReportText text={effectText} />
            </p>
            <p className="mt-0.5 text-muted">
              <ReportText text={text} />
            </p>
            {cause !== null && <p className="mt-0.5 text-xs text-muted">{t('cause', { cause: nameCause(cause)[locale] })}</p>}
          </div>
          <span className="pt-0.5">
            <PlaceButton file={file} line={line} onGoToLine={onGoToLine} />
          </span>
        </li>
      ))}
    </ul>
  );
}
