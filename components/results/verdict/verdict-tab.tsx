import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { describeChange } from '#judge/change.ts';
import type { Report } from '#judge/report.ts';
import type { Breach } from '../moment/breaches.ts';
import type { GoToLine } from '../place-button.tsx';
import { ReportText } from '../report-text.tsx';
import type { WhatIfState } from '../run-state.ts';
import { SectionTitle } from '../section-title.tsx';
import { CodeChecks } from './code-checks.tsx';
import { Diagnosis } from './diagnosis.tsx';
import { ScoreCard } from './score-card.tsx';
import { Thresholds } from './thresholds.tsx';
import { WhatIf } from './what-if.tsx';

export interface VerdictTabProps {
  readonly report: Report;
  readonly previous: Report | null;
  /** The stage to look at. */
  readonly stage: number;
  /** When the stage began to break its promises. */
  readonly breaches: readonly Breach[];
  readonly onMoment: (atMs: number) => void;
  readonly onGoToLine: GoToLine;
  readonly whatIf: WhatIfState;
}

/**
 * Thresholds first, then why, then what the code says of it, then what changed, then how far the design could go, then the points. Where there
 * is room, why has the right column to itself; the last row, which takes what is left, keeps the left one together.
 */
export function VerdictTab({ report, previous, stage, breaches, onMoment, onGoToLine, whatIf }: VerdictTabProps) {
  const t = useTranslations('results.diagnosis');
  const shown = report.stages[stage];
  return (
    <div className="grid gap-6 @4xl:grid-cols-2 @4xl:grid-rows-[repeat(6,auto)_1fr] @4xl:gap-x-10">
      {shown && (
        <Thresholds
          stage={shown}
          deciding={stage === report.decidingStage}
          breaches={breaches}
          onMoment={onMoment}
          onGoToLine={onGoToLine}
        />
      )}
      <div className="grid content-start gap-6 @4xl:col-start-2 @4xl:row-span-7 @4xl:row-start-1">
        <Diagnosis entries={report.diagnosis} onGoToLine={onGoToLine} />
        <CodeChecks checks={report.codeChecks} onGoToLine={onGoToLine} />
      </div>
      {previous && (
        <Part title={t('changed')}>
          <ul className="space-y-1 text-sm">
            {describeChange(previous, report).map((sentence) => (
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
        </Part>
      )}
      <Part title={t('bound')}>
        <p className="text-sm text-pretty">
          <ReportText text={report.upperBound.text} />
        </p>
      </Part>
      {whatIf.phase !== 'none' && (
        <Part title={t('whatIf')}>
          <WhatIf state={whatIf} />
        </Part>
      )}
      <ScoreCard score={report.score} />
      <Facts report={report} />
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <SectionTitle id={titleId}>{title}</SectionTitle>
      {children}
    </section>
  );
}

/** What it takes to get the same figures again. */
function Facts({ report }: { readonly report: Report }) {
  const t = useTranslations('results.facts');
  return (
    <p className="text-xs text-pretty text-muted">
      <span className="font-mono">
        {t('seed', { seed: report.seed })} · {t('engine', { version: report.engineVersion })} · {t('hash', { hash: report.hash })}
      </span>
      <br />
      {t('same')}
    </p>
  );
}
