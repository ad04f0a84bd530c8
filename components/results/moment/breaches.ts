// When a stage began to break its promise, as far as the recording shows it: series are kept per 100 ms, and only of what was
// measured. Pure. A promise that the stage kept has no such moment, even if a few requests were late or failed.
import type { LoopReport } from '#judge/loop-report.ts';
import type { SloRow, StageReport, TraceReport } from '#judge/report.ts';
import { BUCKETS_PER_SECOND } from '../picture/system.ts';
import { BUCKET_MS } from './moment-store.ts';

/** mean, errors: of the answers of 100 ms. request: the first of the sampled ones that was late. backlog: as a share of the window's arrivals. */
export type BreachKind = 'mean' | 'request' | 'errors' | 'backlog';

export interface Breach {
  readonly kind: BreachKind;
  /** Of the promise's row. */
  readonly rule: 'p99' | 'error-rate' | 'keeps-up';
  /** Since the measured window began. */
  readonly atMs: number;
  /** ms, or a share. */
  readonly value: number;
  readonly limit: number;
}

/** What the breaches of a stage are read from, beside its own series. */
export interface BreachSource {
  readonly stage: StageReport;
  /** The sampled requests of this stage. */
  readonly traces: readonly TraceReport[];
  readonly loop: Pick<LoopReport, 'windowStartMs'> | undefined;
}

/** One for each broken promise whose beginning can be seen; the first one first. */
export function findBreaches(source: BreachSource): Breach[] {
  const { stage } = source;
  const broken = (id: string) => stage.slo.find((row) => row.id === id && !row.passed);
  const [p99, errors, backlog] = [broken('p99'), broken('error-rate'), broken('keeps-up')];
  const found = [
    p99 && (findLateMean(stage, p99) ?? findLateRequest(source, p99)),
    errors && findErrors(stage, errors),
    backlog && findBacklog(stage, backlog),
  ].filter((breach) => breach !== undefined);
  return found.sort((a, b) => a.atMs - b.atMs);
}

function warmupOf(stage: StageReport): number {
  return Math.round(stage.warmupSeconds * BUCKETS_PER_SECOND);
}

/** Half of the answers of 100 ms were late, or some of them were very late: the mean is all that is kept of them. */
function findLateMean(stage: StageReport, row: SloRow): Breach | undefined {
  const { latencyMs } = stage.series;
  const bucket = latencyMs.findIndex((mean, at) => at >= warmupOf(stage) && mean > row.limit);
  if (bucket < 0) return undefined;
  return { kind: 'mean', rule: 'p99', ...placeOf(stage, bucket), value: latencyMs[bucket] ?? 0, limit: row.limit };
}

function findLateRequest({ stage, traces, loop }: BreachSource, row: SloRow): Breach | undefined {
  if (loop === undefined) return undefined;
  const late = traces
    .filter((trace) => trace.latencyMs > row.limit)
    .map((trace) => ({ atMs: trace.startMs - loop.windowStartMs + row.limit, value: trace.latencyMs }))
    .filter(({ atMs }) => atMs >= 0 && atMs <= stage.seconds * 1000)
    .sort((a, b) => a.atMs - b.atMs)[0];
  return late && { kind: 'request', rule: 'p99', ...late, limit: row.limit };
}

function findErrors(stage: StageReport, row: SloRow): Breach | undefined {
  const { completions, errors } = stage.series;
  const shareAt = (bucket: number) => {
    const failed = errors[bucket] ?? 0;
    return failed === 0 ? 0 : failed / (failed + (completions[bucket] ?? 0));
  };
  const bucket = errors.findIndex((_, at) => at >= warmupOf(stage) && shareAt(at) > row.limit);
  if (bucket < 0) return undefined;
  return { kind: 'errors', rule: 'error-rate', ...placeOf(stage, bucket), value: shareAt(bucket), limit: row.limit };
}

/** Grown as the verdict counts it: since the window began, beyond what chance makes of it, as a share of all the window's arrivals. */
function findBacklog(stage: StageReport, row: SloRow): Breach | undefined {
  const { open, arrivals } = stage.series;
  const warmup = warmupOf(stage);
  const openAtStart = open[warmup - 1] ?? 0;
  const all = arrivals.slice(warmup).reduce((sum, count) => sum + count, 0);
  if (all === 0) return undefined;
  const growthAt = (bucket: number) => {
    const now = open[bucket] ?? 0;
    return (now - openAtStart - 2 * Math.sqrt(now + openAtStart)) / all;
  };
  const bucket = open.findIndex((_, at) => at >= warmup && growthAt(at) > row.limit);
  if (bucket < 0) return undefined;
  return { kind: 'backlog', rule: 'keeps-up', ...placeOf(stage, bucket), value: growthAt(bucket), limit: row.limit };
}

function placeOf(stage: StageReport, bucket: number): { readonly atMs: number } {
  return { atMs: (bucket - warmupOf(stage)) * BUCKET_MS };
}
