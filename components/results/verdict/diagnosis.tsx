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
  const symptoms = further.filter(({ cause }) => first?.explains?.includes(cause));
  const others = further.filter((entry) => !symptoms.includes(entry));
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
        {first && <Share share={first.share} withSymptoms={sumOfShares([first, ...symptoms])} />}
        {first && <Evidence entry={first} />}
        {first && first.file !== null && first.line !== null && (
          <div className="mt-3">
            <PlaceButton file={first.file} line={first.line} onGoToLine={onGoToLine} spelled />
          </div>
        )}
      </div>
      <FurtherCauses title={t('symptoms')} entries={symptoms} onGoToLine={onGoToLine} />
      <FurtherCauses title={t('further')} entries={others} onGoToLine={onGoToLine} />
    </section>
  );
}

function FurtherCauses({ title, entries, onGoToLine }: DiagnosisProps & { readonly title: string }) {
  if (entries.length === 0) return null;
  return (
    <div className="mt-4">
      <h4 className="text-xs font-medium text-muted">{title}</h4>
      <ul className="mt-1 divide-y divide-line border-y border-line">
        {entries.map((entry) => (
          <li key={`${entry.cause} ${entry.resource} ${entry.line}`}>
            <FurtherCause entry={entry} onGoToLine={onGoToLine} />
          </li>
        ))}
      </ul>
    </div>
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

/** Of causes whose waits do not overlap, as the judge counts them. */
const sumOfShares = (entries: readonly DiagnosisEntry[]) =>
  Math.min(
    1,
    entries.reduce((sum, { share }) => sum + (share ?? 0), 0),
  );

interface ShareProps {
  readonly share: DiagnosisEntry['share'];
  /** With what follows from the cause; absent where nothing is told of that. */
  readonly withSymptoms?: number;
}

/** How much of all the requests' waiting the cause is. */
function Share({ share, withSymptoms = share ?? 0 }: ShareProps) {
  const t = useTranslations('results.diagnosis');
  const locale = useLocale();
  const own = share ?? 0;
  if (withSymptoms === 0) return null;
  return (
    <p className="mt-1.5 flex items-center gap-2 text-xs font-medium tabular-nums">
      <span aria-hidden="true" className="flex h-1 w-16 shrink-0 overflow-hidden rounded-full bg-line">
        <span className="block h-full bg-text" style={{ width: `${own * 100}%` }} />
        <span className="block h-full bg-line-strong" style={{ width: `${(withSymptoms - own) * 100}%` }} />
      </span>
      {own > 0 && t('share', { share: formatShare(own, locale) })}
      {own > 0 && withSymptoms > own && ' · '}
      {withSymptoms > own && t('shareWithSymptoms', { share: formatShare(withSymptoms, locale) })}
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
