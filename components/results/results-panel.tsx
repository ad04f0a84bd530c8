'use client';

import { useTranslations } from 'next-intl';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Report } from '#judge/report.ts';
import type { Task } from '#judge/task.ts';
import { EmptyState, LoadingState, UnfinishedRun } from './before-verdict.tsx';
import { ConsoleTab } from './console/console-tab.tsx';
import { FailureView } from './failure-view.tsx';
import { Headline } from './headline.tsx';
import { LadderSteps } from './ladder-steps.tsx';
import { LiveSystem } from './picture/live-system.tsx';
import type { GoToLine } from './place-button.tsx';
import { RequestsTab } from './requests/requests-tab.tsx';
import type { Rung, RunState } from './run-state.ts';
import { findView } from './stage-view.ts';
import { TabList } from './tab-list.tsx';
import { VerdictTab } from './verdict/verdict-tab.tsx';

const ChartsTab = lazy(() => import('./charts/charts-tab.tsx').then((module) => ({ default: module.ChartsTab })));

const TABS = ['verdict', 'charts', 'requests', 'console'] as const;
type TabId = (typeof TABS)[number];

export interface ResultsPanelProps {
  readonly state: RunState;
  readonly onGoToLine: GoToLine;
  /** What will be run: with it the ladder and the system can be seen before there is a report. */
  readonly task?: Task | null;
}

interface Choice {
  /** What was chosen from: a choice does not outlive its result. */
  readonly of: Report | RunState['phase'];
  readonly stage: number | null;
  readonly bucket: number | null;
}

/** Everything a run has to say: how far it got on top, then the system, then the parts of the verdict. */
export function ResultsPanel({ state, onGoToLine, task = null }: ResultsPanelProps) {
  const t = useTranslations('results');
  const [choice, setChoice] = useState<Choice>({ of: 'idle', stage: null, bucket: null });
  const ladder = useLadder(state, task);
  const of = state.report ?? state.phase;
  const { stage: chosenStage, bucket } = choice.of === of ? choice : { stage: null, bucket: null };
  const { stage, source, answered } = findView(state, task, { stage: chosenStage, bucket });
  const goalRps = task?.goalRps ?? ladder.at(-1)?.offeredRps ?? null;
  return (
    <section aria-label={t('label')} className="@container space-y-4 p-4">
      <Headline state={state} goalRps={goalRps} />
      {ladder.length > 0 && (
        <LadderSteps
          ladder={ladder}
          survivedRps={state.report?.survivedRps ?? null}
          selected={stage}
          onSelect={(index) => setChoice({ of, stage: index, bucket: null })}
        />
      )}
      {state.phase === 'idle' && <EmptyState />}
      {state.phase === 'loading' && <LoadingState loadedShare={state.loadedShare} />}
      {state.phase === 'failed' && state.failure && <FailureView failure={state.failure} onGoToLine={onGoToLine} />}
      {source && state.phase !== 'failed' && (
        <LiveSystem
          source={source}
          answered={answered}
          running={state.phase === 'running'}
          onBucket={(next) => setChoice({ of, stage: chosenStage, bucket: next })}
        />
      )}
      {(state.phase === 'running' || state.phase === 'stopped') && <UnfinishedRun state={state} stage={stage} onGoToLine={onGoToLine} />}
      {state.report && stage !== null && (
        <ReportTabs report={state.report} previous={state.previousReport} stage={stage} bucket={bucket} onGoToLine={onGoToLine} />
      )}
    </section>
  );
}

function useLadder(state: RunState, task: Task | null): readonly Rung[] {
  return useMemo(() => {
    if (state.ladder.length > 0 || task === null) return state.ladder;
    return task.ladder.map(({ offeredRps }) => ({ offeredRps, state: 'waiting' }));
  }, [state.ladder, task]);
}

interface ReportTabsProps {
  readonly report: Report;
  readonly previous: Report | null;
  readonly stage: number;
  readonly bucket: number | null;
  readonly onGoToLine: GoToLine;
}

function ReportTabs({ report, previous, stage, bucket, onGoToLine }: ReportTabsProps) {
  const t = useTranslations('results');
  const [tab, setTab] = useState<TabId>('verdict');
  const tabs = TABS.map((id) => ({ id, label: t(`tabs.${id}`) }));
  return (
    <TabList label={t('tabs.label')} tabs={tabs} selected={tab} onSelect={setTab}>
      {tab === 'verdict' && <VerdictTab report={report} previous={previous} stage={stage} onGoToLine={onGoToLine} />}
      {tab === 'charts' && (
        <Suspense fallback={<p className="text-sm text-muted">{t('charts.loading')}</p>}>
          <ChartsTab report={report} stage={stage} bucket={bucket} />
        </Suspense>
      )}
      {tab === 'requests' && <RequestsTab report={report} stage={stage} onGoToLine={onGoToLine} />}
      {tab === 'console' && <ConsoleTab report={report} onGoToLine={onGoToLine} />}
    </TabList>
  );
}
