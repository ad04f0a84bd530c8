// Rows for the charts, out of a report. Pure; rates are those of the whole fleet.
import type { Report, StageReport } from '#judge/report.ts';
import { BUCKETS_PER_SECOND, judgedP99Ms } from '../picture/system.ts';

export interface StageRow {
  readonly offered: number;
  readonly throughput: number;
  readonly goodput: number;
  /** Null where nothing was answered. */
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number;
}

/** Stages that were run; skipped ones have no figures. */
export function rowsByStage(report: Report): StageRow[] {
  return report.stages
    .filter((stage) => !stage.skipped)
    .map((stage) => ({
      offered: stage.offeredRps,
      throughput: stage.throughputRps,
      goodput: stage.goodputRps,
      p50: stage.completed === 0 ? null : stage.latencyMs.p50,
      p90: stage.completed === 0 ? null : stage.latencyMs.p90,
      p99: judgedP99Ms(stage),
    }));
}

export interface MomentRow {
  /** Seconds since the window began, of the beginning of these 100 ms; negative in the warm-up. */
  readonly second: number;
  /** Of their middle, where they are drawn. */
  readonly middle: number;
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
      middle: (bucket - warmup + 0.5) / BUCKETS_PER_SECOND,
      arrivals: arrivals * perSecond,
      completions: (series.completions[bucket] ?? 0) * perSecond,
      errors: (series.errors[bucket] ?? 0) * perSecond,
      latencyMs: answered === 0 ? null : (series.latencyMs[bucket] ?? 0),
      open: (series.open[bucket] ?? 0) * fleet,
    };
  });
}

const ROUND = [1, 2, 5, 10];

/** Ends of a logarithmic axis around the values: round, and at least a decade apart. */
export function logDomain(values: readonly number[]): readonly [number, number] {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return [1, 10];
  const [lowest, highest] = [Math.min(...positive), Math.max(...positive)];
  const below = 10 ** Math.floor(Math.log10(lowest));
  const above = 10 ** Math.floor(Math.log10(highest));
  const floor = below * (ROUND.findLast((factor) => below * factor <= lowest) ?? 1);
  const ceiling = above * (ROUND.find((factor) => above * factor >= highest) ?? 10);
  return [floor, Math.max(ceiling, floor * 10)];
}

/** Powers of ten from one end to the other; their doubles and fives, too, where there are only a few. */
export function logTicks([from, to]: readonly [number, number]): number[] {
  const factors = to / from > 100 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(from)); power <= to; power *= 10) {
    ticks.push(...factors.map((factor) => factor * power));
  }
  return ticks.filter((tick) => tick >= from && tick <= to);
}

/** Round steps from nothing to the first one that holds the highest value: 1, 2 or 5 times a power of ten, three to five of them. */
export function niceTicks(highest: number): number[] {
  if (!(highest > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(highest / 4));
  const step = ROUND.map((factor) => factor * power).find((size) => highest / size <= 5) ?? power * 10;
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => index * step);
}

/** What a logarithmic axis can show of a value: nothing at all lies on its lower end. */
export function raiseTo(value: number, floor: number): number {
  return Math.max(value, floor);
}
