'use client';

import { useTranslations } from 'next-intl';
import { lazy, type ReactNode, Suspense, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Report } from '#judge/report.ts';
import type { Task } from '#judge/task.ts';
import { EmptyState, LoadingState, Quiet, UnfinishedRun } from './before-verdict.tsx';
import { CauseLine } from './cause-line.tsx';
import { ConsoleTab } from './console/console-tab.tsx';
import { FailureView } from './failure-view.tsx';
import { Headline } from './headline.tsx';
import { LadderSteps } from './ladder-steps.tsx';
import { LoopTab } from './loop/loop-tab.tsx';
import { type Breach, findBreaches } from './moment/breaches.ts';
import { BUCKET_MS, MomentStore } from './moment/moment-store.ts';
import { Readout } from './moment/readout.tsx';
import { TimeBar } from './moment/time-bar.tsx';
import { MomentContext } from './moment/use-moment.ts';
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
/** Where time is looked at: its bar stays in sight. */
const OF_TIME: readonly TabId[] = ['charts', 'loop', 'profile'];
/** What goes by below it fades. */
const STUCK =
  'sticky top-0 z-10 after:pointer-events-none after:absolute after:inset-x-0 after:top-full after:h-3 after:bg-linear-to-b after:from-bg after:to-transparent';
/** One below the other; where there is room, what was run beside what it shows, and both in sight. */
const COLUMNS = 'flex flex-col gap-4 p-4 @5xl:grid @5xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] @5xl:items-start @5xl:gap-8';
const OVERVIEW = 'contents @5xl:sticky @5xl:top-4 @5xl:flex @5xl:flex-col @5xl:gap-4';

/** Room for the bar of time above, where it stays in sight, and below for the shortest tab to come up as high as the longest. */
const BELOW_TIME = 'min-h-[calc(100dvh-8rem)] scroll-mt-26 @5xl:min-h-0';

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
}

/** Everything a run has to say, each part in one place from before the run to after it, so that nothing moves when it comes. */
export function ResultsPanel({ state, onGoToLine, task = null, before, runsTab }: ResultsPanelProps) {
  const t = useTranslations('results');
  const titleId = useId();
  const [choice, setChoice] = useState<Choice>({ of: 'idle', stage: null });
  const [tab, setTab] = useState<TabId>('verdict');
  const [moment] = useState(() => new MomentStore());
  const slider = useRef<HTMLInputElement>(null);
  const ladder = useLadder(state, task);
  const of = state.report ?? state.phase;
  const { stage, source, answered } = findView(state, task, choice.of === of ? choice.stage : null);
  const breaches = useBreaches(state.report, stage);
  const goalRps = task?.goalRps ?? ladder.at(-1)?.offeredRps ?? null;
  const totalMs = source?.stage ? (source.resources?.[0]?.series.utilisation.length ?? 0) * BUCKET_MS : 0;
  useLayoutEffect(() => moment.aim(of, totalMs), [moment, of, totalMs]);
  const failed = state.phase === 'failed' ? state.failure : null;
  const loop = tab === 'loop' && stage !== null ? state.report?.loops[stage] : undefined;

  /** From a sentence to what the system did then. */
  function showMoment(atMs: number) {
    moment.set(atMs);
    setTab('charts');
    slider.current?.focus();
  }

  return (
    <MomentContext value={moment}>
      <section aria-labelledby={titleId} className="@container">
        <h2 id={titleId} className="sr-only">
          {t('label')}
        </h2>
        {before}
        <div className={COLUMNS}>
          <div className={OVERVIEW}>
            <Headline state={state} goalRps={goalRps} />
            {ladder.length > 0 && (
              <LadderSteps
                ladder={ladder}
                survivedRps={state.report?.survivedRps ?? null}
                selected={stage}
                onSelect={(index) => setChoice({ of, stage: index })}
              />
            )}
            <CauseLine report={state.report} task={task} onGoToLine={onGoToLine} />
            {!failed && source && (
              <>
                <LiveSystem source={source} answered={answered} running={state.phase === 'running'} />
                <div className={`-mx-4 bg-bg px-4 py-1 ${OF_TIME.includes(tab) ? STUCK : ''}`}>
                  <TimeBar breach={breaches[0] ?? null} recorded={loop ?? null} slider={slider}>
                    <Readout source={source} breach={breaches[0] ?? null} />
                  </TimeBar>
                </div>
              </>
            )}
          </div>
          {failed ? (
            <FailureView failure={failed} language={state.language} onGoToLine={onGoToLine} />
          ) : (
            <Parts
              state={state}
              task={task}
              stage={stage}
              tab={tab}
              onTab={setTab}
              breaches={breaches}
              onMoment={showMoment}
              onGoToLine={onGoToLine}
              runsTab={runsTab}
            />
          )}
        </div>
      </section>
    </MomentContext>
  );
}

function useBreaches(report: Report | null, stage: number | null): readonly Breach[] {
  return useMemo(() => {
    const shown = stage === null ? undefined : report?.stages[stage];
    if (!report || !shown || stage === null) return [];
    return findBreaches({ stage: shown, traces: report.traces.filter((trace) => trace.stage === stage), loop: report.loops[stage] });
  }, [report, stage]);
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
  readonly tab: TabId;
  readonly onTab: (tab: TabId) => void;
  readonly breaches: readonly Breach[];
  readonly onMoment: (atMs: number) => void;
  readonly onGoToLine: GoToLine;
  readonly runsTab: ResultsPanelProps['runsTab'];
}

/** The tabs are there from the start; what a tab will show is said where there is nothing yet. */
function Parts(props: PartsProps) {
  const t = useTranslations('results');
  const { state, tab, onTab, runsTab } = props;
  const tabs = TABS.flatMap((id) => {
    if (id !== 'runs') return { id, label: t(`tabs.${id}`) };
    const badge = runsTab && runsTab.count > 0 && <span className="text-xs tabular-nums">{runsTab.count}</span>;
    return runsTab ? { id, label: runsTab.label, badge } : [];
  });
  const place = useRef<HTMLDivElement>(null);
  function choose(id: TabId) {
    onTab(id);
    requestAnimationFrame(() => bringUp(place.current));
  }
  return (
    <TabList ref={place} label={t('tabs.label')} tabs={tabs} selected={tab} onSelect={choose} className={BELOW_TIME}>
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

/** A tab that is chosen at the bottom of the screen would show nothing but its first line. */
function bringUp(part: HTMLElement | null): void {
  if (!part || part.getBoundingClientRect().top < window.innerHeight * 0.6) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  part.scrollIntoView({ block: 'start', behavior: still ? 'auto' : 'smooth' });
}

function Verdict({ state, task, stage, breaches, onMoment, onGoToLine }: PartsProps) {
  const { phase, report, previousReport, whatIf } = state;
  if (report !== null && stage !== null)
    return (
      <VerdictTab
        report={report}
        previous={previousReport}
        stage={stage}
        breaches={breaches}
        onMoment={onMoment}
        onGoToLine={onGoToLine}
        whatIf={whatIf}
      />
    );
  if (phase === 'idle') return <EmptyState firstRps={state.ladder[0]?.offeredRps ?? task?.ladder[0]?.offeredRps ?? 0} />;
  if (phase === 'loading') return <LoadingState state={state} />;
  return <UnfinishedRun state={state} task={task} stage={stage} onGoToLine={onGoToLine} />;
}

function Part({ state, stage, tab, onGoToLine }: PartsProps & { readonly tab: Exclude<TabId, 'verdict' | 'runs'> }) {
  const t = useTranslations('results.charts');
  const { report } = state;
  if (report === null || stage === null) return null;
  if (tab === 'requests') return <RequestsTab report={report} stage={stage} onGoToLine={onGoToLine} />;
  if (tab === 'loop') return <LoopTab report={report} stage={stage} onGoToLine={onGoToLine} />;
  if (tab === 'console') return <ConsoleTab report={report} onGoToLine={onGoToLine} />;
  return (
    <Suspense fallback={<Quiet>{t('loading')}</Quiet>}>
      {tab === 'profile' ? (
        <ProfileTab report={report} stage={stage} onGoToLine={onGoToLine} />
      ) : (
        <ChartsTab report={report} stage={stage} />
      )}
    </Suspense>
  );
}
