import { useLocale, useTranslations } from 'next-intl';
import type { DiagnosisEntry } from '#judge/report.ts';
import { formatShare } from '../results/format.ts';
import { type GoToLine, PlaceButton } from '../results/place-button.tsx';
import { listEvidence } from '../results/verdict/evidence.ts';

const FIGURES = 3;

export interface OwnHintProps {
  readonly cause: DiagnosisEntry;
  readonly onGoToLine: GoToLine | undefined;
}

/** A question about what the last run fell by, with its figures and its line: where to look, not what to write. */
export function OwnHint({ cause, onGoToLine }: OwnHintProps) {
  const t = useTranslations('workbench');
  const d = useTranslations('results.diagnosis');
  const e = useTranslations('results.evidence');
  const locale = useLocale();
  const figures = listEvidence(cause.evidence, locale).filter(({ name }) => name !== null);
  return (
    <section aria-live="polite" className="mt-3 rounded border border-line bg-surface p-3 text-sm">
      <h3 className="font-medium">{t('hints.own.title')}</h3>
      <p className="mt-1 text-pretty">{t(`nudges.${cause.cause}` as 'nudges.none')}</p>
      {typeof cause.share === 'number' && (
        <p className="mt-2 text-xs font-medium tabular-nums">{d('share', { share: formatShare(cause.share, locale) })}</p>
      )}
      <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted tabular-nums">
        {figures.slice(0, FIGURES).map(({ key, name, value }) => (
          <div key={key} className="flex gap-1">
            <dt>{name ? e(name) : key}</dt>
            <dd className="font-medium text-text">{value}</dd>
          </div>
        ))}
      </dl>
      {onGoToLine && cause.file !== null && cause.line !== null && (
        <div className="mt-2">
          <PlaceButton file={cause.file} line={cause.line} onGoToLine={onGoToLine} />
        </div>
      )}
    </section>
  );
}
