// Rows for the charts, out of a report. Pure; rates are those of the whole fleet.
import type { Report, StageReport } from '#judge/report.ts';
import { BUCKETS_PER_SECOND } from '../picture/system.ts';

export interface StageRow {
  readonly offered: number;
  readonly throughput: number;
  readonly goodput: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** Stages that were run; skipped ones have no figures. */
export function rowsByStage(report: Report): StageRow[] {
  return report.stages
    .filter((stage) => !stage.skipped)
    .map(({ offeredRps, throughputRps, goodputRps, latencyMs }) => ({
      offered: offeredRps,
      throughput: throughputRps,
      goodput: goodputRps,
      p50: latencyMs.p50,
      p90: latencyMs.p90,
      p99: latencyMs.p99,
    }));
}

export interface MomentRow {
  /** Seconds since the window began; negative in the warm-up. */
  readonly second: number;
  readonly arrivals: number;
  readonly completions: number;
  readonly errors: number;
  /** Null where nothing was answered. */
  readonly latencyMs: number | null;
  readonly open: number;
}

export function rowsOverTime(stage: StageReport, scale: Report['scale']): MomentRow[] {
  const fleet = scale.count / scale.simulated;
  const perSecond = fleet * BUCKETS_PER_SECOND;
  const warmup = Math.round(stage.warmupSeconds * BUCKETS_PER_SECOND);
  const { series } = stage;
  return series.arrivals.map((arrivals, bucket) => {
    const answered = (series.completions[bucket] ?? 0) + (series.errors[bucket] ?? 0);
    return {
      second: (bucket - warmup) / BUCKETS_PER_SECOND,
      arrivals: arrivals * perSecond,
      completions: (series.completions[bucket] ?? 0) * perSecond,
      errors: (series.errors[bucket] ?? 0) * perSecond,
      latencyMs: answered === 0 ? null : (series.latencyMs[bucket] ?? 0),
      open: (series.open[bucket] ?? 0) * fleet,
    };
  });
}

/** Ends of a logarithmic axis around the values: powers of ten, so that the ticks are round. */
export function logDomain(values: readonly number[]): readonly [number, number] {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return [1, 10];
  const floor = 10 ** Math.floor(Math.log10(Math.min(...positive)));
  const ceiling = 10 ** Math.ceil(Math.log10(Math.max(...positive)));
  return [floor, Math.max(ceiling, floor * 10)];
}

/** Powers of ten from one end to the other. */
export function logTicks([from, to]: readonly [number, number]): number[] {
  const ticks: number[] = [];
  for (let tick = from; tick <= to * 1.0001; tick *= 10) ticks.push(tick);
  return ticks;
}

/** What a logarithmic axis can show of a value: nothing at all lies on its lower end. */
export function raiseTo(value: number, floor: number): number {
  return Math.max(value, floor);
}
