'use client';

import { useTranslations } from 'next-intl';
import { lazy, type ReactNode, Suspense, useId, useMemo, useState } from 'react';
import type { Report } from '#judge/report.ts';
import type { Task } from '#judge/task.ts';
import { EmptyState, LoadingState, Quiet, UnfinishedRun } from './before-verdict.tsx';
import { CauseLine } from './cause-line.tsx';
import { ConsoleTab } from './console/console-tab.tsx';
import { FailureView } from './failure-view.tsx';
import { Headline } from './headline.tsx';
import { LadderSteps } from './ladder-steps.tsx';
import { LoopTab } from './loop/loop-tab.tsx';
import { LiveSystem } from './picture/live-system.tsx';
import type { GoToLine } from './place-button.tsx';
import { RequestsTab } from './requests/requests-tab.tsx';
import type { Rung, RunState } from './run-state.ts';
import { findView } from './stage-view.ts';
import { TabList } from './tab-list.tsx';
import { VerdictTab } from './verdict/verdict-tab.tsx';

const ChartsTab = lazy(() => import('./charts/charts-tab.tsx').then((module) => ({ default: module.ChartsTab })));
const ProfileTab = lazy(() => import('./profile/profile-tab.tsx').then((module) => ({ default: module.ProfileTab })));

const TABS = ['verdict', 'charts', 'requests', 'loop', 'profile', 'console', 'runs'] as const;
type TabId = (typeof TABS)[number];

export interface ResultsPanelProps {
  readonly state: RunState;
  readonly onGoToLine: GoToLine;
  /** What will be run: with it the ladder and the system can be seen before there is a report. */
  readonly task?: Task | null;
  /** Above everything: which run this is. */
  readonly before?: ReactNode;
  /** The last tab, where runs are kept; it has something to say without a report, too. */
  readonly runsTab?: { readonly label: string; readonly count: number; readonly content: ReactNode };
}

interface Choice {
  /** What was chosen from: a choice does not outlive its result. */
  readonly of: Report | RunState['phase'];
  readonly stage: number | null;
  readonly bucket: number | null;
}

/** Everything a run has to say, each part in one place from before the run to after it, so that nothing moves when it comes. */
export function ResultsPanel({ state, onGoToLine, task = null, before, runsTab }: ResultsPanelProps) {
  const t = useTranslations('results');
  const titleId = useId();
  const [choice, setChoice] = useState<Choice>({ of: 'idle', stage: null, bucket: null });
  const ladder = useLadder(state, task);
  const of = state.report ?? state.phase;
  const { stage: chosenStage, bucket } = choice.of === of ? choice : { stage: null, bucket: null };
  const { stage, source, answered } = findView(state, task, { stage: chosenStage, bucket });
  const goalRps = task?.goalRps ?? ladder.at(-1)?.offeredRps ?? null;
  return (
    <section aria-labelledby={titleId} className="@container">
      <h2 id={titleId} className="sr-only">
        {t('label')}
      </h2>
      {before}
      <div className="space-y-4 p-4">
        <Headline state={state} goalRps={goalRps} />
        {ladder.length > 0 && (
          <LadderSteps
            ladder={ladder}
            survivedRps={state.report?.survivedRps ?? null}
            selected={stage}
            onSelect={(index) => setChoice({ of, stage: index, bucket: null })}
          />
        )}
        <CauseLine report={state.report} task={task} onGoToLine={onGoToLine} />
        {state.phase === 'failed' && state.failure ? (
          <FailureView failure={state.failure} language={state.language} onGoToLine={onGoToLine} />
        ) : (
          <>
            {source && (
              <LiveSystem
                source={source}
                answered={answered}
                running={state.phase === 'running'}
                onBucket={(next) => setChoice({ of, stage: chosenStage, bucket: next })}
              />
            )}
            <Parts state={state} task={task} stage={stage} bucket={bucket} onGoToLine={onGoToLine} runsTab={runsTab} />
          </>
        )}
      </div>
    </section>
  );
}

function useLadder(state: RunState, task: Task | null): readonly Rung[] {
  return useMemo(() => {
    if (state.ladder.length > 0 || task === null) return state.ladder;
    return task.ladder.map(({ offeredRps }) => ({ offeredRps, state: 'waiting' }));
  }, [state.ladder, task]);
}

interface PartsProps {
  readonly state: RunState;
  readonly task: Task | null;
  readonly stage: number | null;
  readonly bucket: number | null;
  readonly onGoToLine: GoToLine;
  readonly runsTab: ResultsPanelProps['runsTab'];
}

/** The tabs are there from the start; what a tab will show is said where there is nothing yet. */
function Parts(props: PartsProps) {
  const t = useTranslations('results');
  const [tab, setTab] = useState<TabId>('verdict');
  const { state, runsTab } = props;
  const tabs = TABS.flatMap((id) => {
    if (id !== 'runs') return { id, label: t(`tabs.${id}`) };
    const badge = runsTab && runsTab.count > 0 && <span className="text-xs tabular-nums">{runsTab.count}</span>;
    return runsTab ? { id, label: runsTab.label, badge } : [];
  });
  return (
    <TabList label={t('tabs.label')} tabs={tabs} selected={tab} onSelect={setTab}>
      {tab === 'verdict' ? (
        <Verdict {...props} />
      ) : tab === 'runs' ? (
        runsTab?.content
      ) : state.report === null ? (
        <Quiet>{t(`later.${tab}`)}</Quiet>
      ) : (
        <Part {...props} tab={tab} />
      )}
    </TabList>
  );
}

function Verdict({ state, task, stage, onGoToLine }: PartsProps) {
  const { phase, report, previousReport } = state;
  if (report !== null && stage !== null)
    return <VerdictTab report={report} previous={previousReport} stage={stage} onGoToLine={onGoToLine} />;
  if (phase === 'idle') return <EmptyState firstRps={state.ladder[0]?.offeredRps ?? task?.ladder[0]?.offeredRps ?? 0} />;
  if (phase === 'loading') return <LoadingState state={state} />;
  return <UnfinishedRun state={state} task={task} stage={stage} onGoToLine={onGoToLine} />;
}

function Part({ state, stage, bucket, tab, onGoToLine }: PartsProps & { readonly tab: Exclude<TabId, 'verdict' | 'runs'> }) {
  const t = useTranslations('results.charts');
  const { report } = state;
  if (report === null || stage === null) return null;
  if (tab === 'requests') return <RequestsTab report={report} stage={stage} onGoToLine={onGoToLine} />;
  if (tab === 'loop') return <LoopTab report={report} stage={stage} bucket={bucket} onGoToLine={onGoToLine} />;
  if (tab === 'console') return <ConsoleTab report={report} onGoToLine={onGoToLine} />;
  return (
    <Suspense fallback={<Quiet>{t('loading')}</Quiet>}>
      {tab === 'profile' ? (
        <ProfileTab report={report} stage={stage} bucket={bucket} onGoToLine={onGoToLine} />
      ) : (
        <ChartsTab report={report} stage={stage} bucket={bucket} />
      )}
    </Suspense>
  );
}
