// Geometry of a request's waterfall: every span as shares of the request's time, waiting apart from being served.
import type { TraceReport } from '#judge/report.ts';

export type SpanTone = 'waiting' | 'cpu' | 'blocking' | 'connecting' | 'database' | 'cache' | 'service' | 'other';

const TONES: Readonly<Record<string, SpanTone>> = {
  accept: 'waiting',
  acquire: 'waiting',
  wait: 'waiting',
  cpu: 'cpu',
  block: 'blocking',
  thread: 'cpu',
  connect: 'connecting',
  query: 'database',
  cache: 'cache',
  http: 'service',
};

export interface WaterfallRow {
  readonly span: TraceReport['spans'][number];
  readonly tone: SpanTone;
  /** Shares of the whole, 0 to 1. */
  readonly start: number;
  readonly queued: number;
  readonly served: number;
}

export interface Waterfall {
  readonly totalMs: number;
  readonly rows: readonly WaterfallRow[];
}

export function layoutWaterfall(trace: TraceReport): Waterfall {
  // A handler may go on after its client gave up: the picture ends with whatever ends last.
  const totalMs = Math.max(trace.latencyMs, ...trace.spans.map((span) => span.endMs));
  if (totalMs <= 0) return { totalMs: 0, rows: [] };
  const share = (ms: number) => Math.min(1, Math.max(0, ms / totalMs));
  const rows = trace.spans.map((span) => {
    const start = share(span.startMs);
    const whole = Math.max(0, share(span.endMs) - start);
    const queued = Math.min(whole, share(span.queueMs));
    return { span, tone: TONES[span.kind] ?? 'other', start, queued, served: whole - queued };
  });
  return { totalMs, rows };
}

/** Traces of a stage as they are worth reading: slowest first. */
export function tracesOf(traces: readonly TraceReport[], stage: number): TraceReport[] {
  return traces.filter((trace) => trace.stage === stage).sort((a, b) => b.latencyMs - a.latencyMs);
}
