'use client';

import { ChartNoAxesGantt, ChevronLeft, ChevronRight, OctagonAlert, Scan, Table2, Timer, ZoomIn, ZoomOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, useCallback, useEffect, useMemo, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { LoopReport } from '#judge/loop-report.ts';
import type { Report } from '#judge/report.ts';
import { formatMs, formatPlace, formatRps } from '../format.ts';
import { useMoment } from '../moment/use-moment.ts';
import type { GoToLine } from '../place-button.tsx';
import { SectionTitle } from '../section-title.tsx';
import { type At, causeOfLag, type Lanes, nextHold, readLanes, type Stretch, turnAt } from './lanes.ts';
import { LanesView } from './lanes-view.tsx';
import { LoopLegend } from './loop-legend.tsx';
import { LoopMoment } from './loop-moment.tsx';
import { LoopTable } from './loop-table.tsx';
import { StretchDetail } from './stretch-detail.tsx';
import { around, pan, reveal, type Viewport, within, zoom } from './viewport.ts';

export interface LoopTabProps {
  readonly report: Report;
  readonly stage: number;
  readonly onGoToLine: GoToLine;
}

/** The event loops of a stage around their largest lag. */
export function LoopTab({ report, stage, onGoToLine }: LoopTabProps) {
  const t = useTranslations('results.loop');
  const loop = report.loops[stage];
  const title = t('title', { rps: formatRps(report.stages[stage]?.offeredRps ?? 0) });
  if (!loop || loop.lanes.every(({ segments }) => segments.us.length === 0)) {
    return (
      <section>
        <SectionTitle>{title}</SectionTitle>
        <p className="text-sm text-muted">{t('empty')}</p>
      </section>
    );
  }
  return <Loop key={`${report.hash} ${stage}`} loop={loop} title={title} onGoToLine={onGoToLine} />;
}

interface LoopProps {
  readonly loop: LoopReport;
  readonly title: string;
  readonly onGoToLine: GoToLine;
}

function Loop({ loop, title, onGoToLine }: LoopProps) {
  const t = useTranslations('results.loop');
  const charts = useTranslations('results.charts');
  const lanes = useMemo(() => readLanes(loop), [loop]);
  const { totalUs, lag } = lanes;
  const atLag = useMemo(() => (lag === null ? within(0, totalUs, totalUs) : around(lag.atUs, lag.lagMs * 1000, totalUs)), [lag, totalUs]);
  const [view, setView] = useState<Viewport>(atLag);
  const [asTable, setAsTable] = useState(false);
  const [focus, setFocus] = useState<At | null>(null);
  const [pointed, setPointed] = useState<At | null>(null);
  const [request, setRequest] = useState<number | null>(null);
  const stretchOf = (at: At | null): Stretch | null => (at === null ? null : (lanes.lanes[at.lane]?.stretches[at.index] ?? null));
  const shown = pointed ?? focus;
  const stretch = stretchOf(shown);
  const lane = shown === null ? undefined : lanes.lanes[shown.lane];
  const hasHolds = loop.holds.length > 0;
  const { fromMs } = lanes;
  const formatTick = useCallback((us: number) => formatInstant(fromMs + us / 1000, view), [fromMs, view]);
  const store = useMoment();
  const showUs = (us: number) => store.set(fromMs + us / 1000);

  // The lanes go along, no further than needed to keep the moment in sight.
  useEffect(() => {
    const follow = () => {
      const { atMs } = store.moment;
      const us = atMs === null ? -1 : (atMs - fromMs) * 1000;
      if (us >= 0 && us <= totalUs) setView((seen) => reveal(seen, us, us, totalUs));
    };
    follow();
    return store.subscribe(follow);
  }, [store, fromMs, totalUs]);

  function choose(at: At, how: 'mouse' | 'touch' | 'keyboard') {
    const chosen = stretchOf(at);
    if (!chosen) return;
    setFocus(at);
    setRequest(chosen.request > 0 ? chosen.request : null);
    // Under a finger the place is a button of its own: the code stands on another screen.
    if (how !== 'touch' && chosen.place?.file && chosen.place.line !== null) onGoToLine(chosen.place.file, chosen.place.line);
  }

  function goTo(at: At | null) {
    const next = stretchOf(at);
    if (!next) return;
    setFocus(at);
    setPointed(null);
    setRequest(next.request > 0 ? next.request : null);
    setView(reveal(view, next.fromUs, next.toUs, totalUs));
    showUs(next.fromUs);
  }

  function goToLag() {
    setView(atLag);
    if (lag) showUs(lag.atUs);
  }

  return (
    <section aria-label={title}>
      <SectionTitle
        aside={
          <Button
            size="small"
            look="quiet"
            icon={asTable ? <ChartNoAxesGantt size={14} aria-hidden /> : <Table2 size={14} aria-hidden />}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? t('asLanes') : charts('asTable')}
          </Button>
        }
      >
        {title}
      </SectionTitle>
      <p className="mb-3 text-sm text-pretty text-muted">
        <LagSentence lanes={lanes} />
      </p>
      {asTable ? (
        <LoopTable lanes={lanes} onGoToLine={onGoToLine} />
      ) : (
        <>
          <div className="mb-2 flex flex-wrap items-center gap-1">
            <Button size="small" disabled={lag === null} icon={<Timer size={14} aria-hidden />} onClick={goToLag}>
              {t('toLag')}
            </Button>
            <Button
              size="small"
              disabled={!hasHolds}
              icon={<OctagonAlert size={14} aria-hidden />}
              onClick={() => goTo(nextHold(lanes.lanes, focus))}
            >
              {t('nextHold')}
            </Button>
            <span className="flex-1" />
            <IconButton label={t('earlier')} onClick={() => setView(pan(view, -0.5, totalUs))}>
              <ChevronLeft size={16} aria-hidden />
            </IconButton>
            <IconButton label={t('later')} onClick={() => setView(pan(view, 0.5, totalUs))}>
              <ChevronRight size={16} aria-hidden />
            </IconButton>
            <IconButton label={t('closer')} onClick={() => setView(zoom(view, 0.5, 0.5, totalUs))}>
              <ZoomIn size={16} aria-hidden />
            </IconButton>
            <IconButton label={t('farther')} onClick={() => setView(zoom(view, 2, 0.5, totalUs))}>
              <ZoomOut size={16} aria-hidden />
            </IconButton>
            <IconButton label={t('whole')} onClick={() => setView(within(0, totalUs, totalUs))}>
              <Scan size={16} aria-hidden />
            </IconButton>
          </div>
          <LanesView
            lanes={lanes}
            view={view}
            onView={setView}
            request={request}
            focus={focus}
            label={title}
            help={t('help')}
            laneLabel={(worker) => t('worker', { number: worker + 1 })}
            formatTick={formatTick}
            onPoint={(at, how) => {
              if (how === 'pointer') setPointed(at);
              else {
                setPointed(null);
                setFocus(at);
                if (at === null) setRequest(null);
              }
            }}
            onChoose={choose}
            onMoment={showUs}
            onNextHold={() => goTo(nextHold(lanes.lanes, focus))}
          />
          <LoopMoment lanes={lanes} />
          <StretchDetail
            stretch={stretch}
            worker={lane?.worker ?? 0}
            turn={stretch && lane ? turnAt(lane.turns, stretch.fromUs) : null}
            atMs={fromMs + (stretch?.fromUs ?? 0) / 1000}
            spoken={pointed === null}
            onGoToLine={onGoToLine}
          />
          <LoopLegend threads={lanes.mostThreads > 0} chosen={request !== null} />
        </>
      )}
    </section>
  );
}

/** The largest lag in a sentence, and what kept the loop meanwhile. */
const LagSentence = memo(function LagSentence({ lanes }: { readonly lanes: Lanes }) {
  const t = useTranslations('results.loop');
  const { lag } = lanes;
  if (lag === null) return t('noLag');
  const turn = turnAt(lanes.lanes[lag.lane]?.turns ?? [], lag.atUs + 0.2);
  const cause = causeOfLag(lanes);
  const words = t('lag', {
    lag: formatMs(lag.lagMs),
    worker: (lanes.lanes[lag.lane]?.worker ?? 0) + 1,
    ready: turn?.ready ?? 1,
  });
  if (!cause?.place?.file || cause.place.line === null) return words;
  const place = formatPlace(cause.place.file, cause.place.line);
  const took = formatMs((cause.toUs - cause.fromUs) / 1000);
  return `${words} ${cause.hold ? t('heldBy', { what: cause.hold.what, place, took }) : t('ranMeanwhile', { place, took })}`;
});

/** As exact as what is seen asks for: 1.54 s, 1.5439 s. */
function formatInstant(ms: number, { fromUs, toUs }: Viewport): string {
  const digits = Math.min(3, Math.max(0, 4 - Math.floor(Math.log10(Math.max(1, toUs - fromUs)))));
  return `${ms.toFixed(digits)}\u00a0ms`;
}
