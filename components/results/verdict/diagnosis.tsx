import { ChevronRight, CircleCheck, Flame } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useId } from 'react';
import type { DiagnosisEntry } from '#judge/report.ts';
import { formatShare } from '../format.ts';
import { type GoToLine, PlaceButton } from '../place-button.tsx';
import { ReportText } from '../report-text.tsx';
import { SectionTitle } from '../section-title.tsx';
import { listEvidence } from './evidence.ts';

export interface DiagnosisProps {
  readonly entries: readonly DiagnosisEntry[];
  readonly onGoToLine: GoToLine;
}

/** The first bottleneck as a sentence with its evidence, then what else was found. */
export function Diagnosis({ entries, onGoToLine }: DiagnosisProps) {
  const t = useTranslations('results.diagnosis');
  const titleId = useId();
  const [first, ...further] = entries;
  const healthy = first === undefined || first.cause === 'none';
  const Icon = healthy ? CircleCheck : Flame;
  return (
    <section aria-labelledby={titleId}>
      <SectionTitle id={titleId}>
        <span className="flex items-center gap-1.5">
          <Icon size={14} aria-hidden className={healthy ? 'text-healthy' : 'text-saturated'} />
          {healthy ? t('healthy') : t('title')}
        </span>
      </SectionTitle>
      <div className={`border-l-2 pl-3 ${healthy ? 'border-healthy' : 'border-saturated'}`}>
        <p className="text-base leading-6 text-pretty break-words">{first ? <ReportText text={first.text} /> : t('none')}</p>
        {first && <Share share={first.share} />}
        {first && <Evidence entry={first} />}
        {first && first.file !== null && first.line !== null && (
          <div className="mt-3">
            <PlaceButton file={first.file} line={first.line} onGoToLine={onGoToLine} spelled />
          </div>
        )}
      </div>
      {further.length > 0 && (
        <div className="mt-4">
          <h4 className="text-xs font-medium text-muted">{t('further')}</h4>
          <ul className="mt-1 divide-y divide-line border-y border-line">
            {further.map((entry) => (
              <li key={`${entry.cause} ${entry.resource} ${entry.line}`}>
                <FurtherCause entry={entry} onGoToLine={onGoToLine} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function FurtherCause({ entry, onGoToLine }: { readonly entry: DiagnosisEntry; readonly onGoToLine: GoToLine }) {
  const t = useTranslations('results.diagnosis');
  const locale = useLocale();
  return (
    <div className="flex gap-3 py-2">
      <div className="min-w-0 flex-1 text-sm leading-5 text-pretty break-words">
        <ReportText text={entry.text} />
        <Share share={entry.share} />
        {listEvidence(entry.evidence, locale).length > 0 && (
          <details className="group mt-1">
            <summary className="touch-line inline-flex list-none items-center gap-0.5 text-xs text-muted hover:text-text [&::-webkit-details-marker]:hidden">
              <ChevronRight size={12} aria-hidden className="transition-transform duration-150 group-open:rotate-90" />
              {t('evidence')}
            </summary>
            <Evidence entry={entry} />
          </details>
        )}
      </div>
      {entry.file !== null && entry.line !== null && (
        <span className="pt-0.5">
          <PlaceButton file={entry.file} line={entry.line} onGoToLine={onGoToLine} />
        </span>
      )}
    </div>
  );
}

/** How much of all the requests' waiting the cause is. */
function Share({ share }: { readonly share: DiagnosisEntry['share'] }) {
  const t = useTranslations('results.diagnosis');
  const locale = useLocale();
  if (share === null || share === undefined) return null;
  return (
    <p className="mt-1.5 flex items-center gap-2 text-xs font-medium tabular-nums">
      <span aria-hidden="true" className="h-1 w-16 shrink-0 overflow-hidden rounded-full bg-line">
        <span className="block h-full rounded-full bg-text" style={{ width: `${share * 100}%` }} />
      </span>
      {t('share', { share: formatShare(share, locale) })}
    </p>
  );
}

function Evidence({ entry }: { readonly entry: DiagnosisEntry }) {
  const t = useTranslations('results.evidence');
  const locale = useLocale();
  const items = listEvidence(entry.evidence, locale);
  if (items.length === 0) return null;
  return (
    <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs">
      {items.map((item) => (
        <div key={item.key} className="flex flex-col-reverse">
          <dt className="text-muted">{item.name ? t(item.name) : item.key}</dt>
          <dd className="text-sm font-medium tabular-nums">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
