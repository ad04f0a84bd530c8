import { useTranslations } from 'next-intl';
import type { ReferenceRun } from '#catalogue/schema.ts';
import { formatMs, formatRate, formatRps } from '../results/format.ts';
import { Histogram, type HistogramBar } from './histogram.tsx';
import { type Bin, latencyBins, type ProgramProgress, rungBins, SCORE_STEP, scoreBins } from './program-progress.ts';

export interface HistogramsProps {
  readonly program: ProgramProgress;
  readonly limitMs: number;
  /** Absent: not recorded. */
  readonly reference: ReferenceRun | undefined;
}

/** Three views of one's own runs, with the place of the reference in each: how far, how well, and how late at the furthest stage. */
export function Histograms({ program, limitMs, reference }: HistogramsProps) {
  const t = useTranslations('progress.histogram');
  const { ladderRps, goalRps } = program.entry;
  const { runs, best, last } = program;

  const rungs = rungBins(program, ladderRps).map((bin): HistogramBar => {
    const label = bin.to === 0 ? t('noRung') : formatRate(bin.to);
    const spoken = bin.to === 0 ? t('noRungSpoken') : formatRps(bin.to);
    return { ...bin, label, spoken, ...(bin.to === goalRps ? { mark: t('referenceHere') } : {}) };
  });
  const scores = scoreBins(program).map((bin, index): HistogramBar => {
    const from = index * SCORE_STEP;
    const mark = reference !== undefined && reference.score >= from && reference.score <= bin.to ? t('referenceScores') : undefined;
    return { ...bin, label: String(from), spoken: t('scoreSpoken', { from, to: bin.to }), ...(mark === undefined ? {} : { mark }) };
  });
  const latency = latencyBins(program, ladderRps, limitMs);
  const referenceMs = reference?.p99Ms[String(latency.atRps)];
  const referenceBin = referenceMs === undefined ? -1 : latency.bins.findIndex(({ to }) => referenceMs <= to);
  const latencies = latency.bins.map((bin, index): HistogramBar => {
    const open = bin.to === Number.POSITIVE_INFINITY;
    const value = formatMs(open ? (latency.bins[index - 1]?.to ?? 0) : bin.to);
    return {
      ...bin,
      label: open ? `>${plainMs(latency.bins[index - 1])}` : `≤${plainMs(bin)}`,
      spoken: open ? t('more', { value }) : t('upTo', { value }),
      beyond: bin.to > limitMs,
      ...(index === referenceBin ? { mark: t('referenceLate') } : {}),
      ...(bin.to === limitMs ? { limit: t('limitHere') } : {}),
    };
  });
  return (
    <div className="grid gap-x-10 gap-y-8 md:grid-cols-3">
      <Histogram
        title={t('rungs')}
        bars={rungs}
        summary={t('rungsSummary', { last: formatRps(last.survivedRps), best: formatRps(best.survivedRps), goal: formatRps(goalRps) })}
      />
      <Histogram
        title={t('scores')}
        bars={scores}
        summary={t('scoresSummary', {
          last: last.score,
          best: Math.max(...runs.map((run) => run.score)),
          max: 100,
          reference: reference === undefined ? 'none' : String(Math.round(reference.score)),
        })}
      />
      <Histogram
        title={t('latency', { rps: formatRps(latency.atRps) })}
        bars={latencies}
        summary={t('latencySummary', {
          limit: formatMs(limitMs),
          notThere: latency.notThere,
          rps: formatRps(latency.atRps),
          reference: referenceMs === undefined ? 'none' : formatMs(referenceMs),
        })}
      />
    </div>
  );
}

/** The unit is in the title. */
function plainMs(bin: Bin | undefined): string {
  return String(Math.round(bin?.to ?? 0));
}
