// From what a stage recorded to what a report says about it: plain arithmetic, every number finite and rounded.
// Counts (completed, errors, series) are of the simulated workers; rates and shared resources are at fleet scale.
import type { ResourceRecording, Span, StageRecording, Trace } from '#engine/stage.ts';
import { placeOf, roundFigure, roundSeries } from './figures.ts';
import type { InvariantResult } from './invariants.ts';
import type { ResourceReport, StageReport, TraceReport } from './report.ts';
import { errorRateOf, invariantRows, measureSlo } from './slo.ts';
import type { Task, TaskStage } from './task.ts';
import { lineInTraceback } from './traceback.ts';

const toMs = (ns: number) => roundFigure(ns / 1e6);

export function measureStage(
  recording: StageRecording,
  invariants: readonly InvariantResult[],
  task: Task,
  files: readonly string[],
): StageReport {
  const slo = [...measureSlo(recording, task.slo, task.world.load.clientTimeoutMs), ...invariantRows(invariants)];
  const scale = recording.scale.count / recording.scale.simulated;
  const good = recording.answeredWithin(Math.round(task.slo.p99Ms * 1e6));
  const { latencyNs, loopLagNs, series } = recording;
  return {
    offeredRps: recording.offeredRps,
    seconds: recording.seconds,
    warmupSeconds: recording.warmupSeconds,
    completed: recording.completed,
    throughputRps: roundFigure(recording.throughputRps),
    goodputRps: roundFigure((good * scale) / recording.seconds),
    errorRate: roundFigure(errorRateOf(recording)),
    errors: countErrors(recording.outcomes),
    unfinished: recording.unfinished,
    latencyMs: { p50: toMs(latencyNs.p50), p90: toMs(latencyNs.p90), p99: toMs(latencyNs.p99), max: toMs(latencyNs.max) },
    loopLagMs: { mean: toMs(loopLagNs.mean), p99: toMs(loopLagNs.p99), max: toMs(loopLagNs.max) },
    slo,
    invariants: [...invariants],
    passed: recording.fault === null && slo.every((row) => row.passed),
    skipped: false,
    fault:
      recording.fault === null
        ? null
        : {
            verdict: recording.fault.verdict,
            message: recording.fault.message,
            ...placeOf(recording.fault.line || lineInTraceback(recording.fault.message, files), files),
          },
    series: {
      arrivals: roundSeries(series.arrivals),
      completions: roundSeries(series.completions),
      errors: roundSeries(series.errors),
      latencyMs: roundSeries(series.latencyNs, 1e-6),
      open: roundSeries(series.open),
      memoryMb: roundSeries(recording.memory.series, 1e-6),
    },
  };
}

/** A stage that was not run because the ladder ended below it. */
export function describeSkippedStage(stage: TaskStage): StageReport {
  return {
    offeredRps: stage.offeredRps,
    seconds: stage.seconds,
    warmupSeconds: stage.warmupSeconds,
    completed: 0,
    throughputRps: 0,
    goodputRps: 0,
    errorRate: 0,
    errors: {},
    unfinished: 0,
    latencyMs: { p50: 0, p90: 0, p99: 0, max: 0 },
    loopLagMs: { mean: 0, p99: 0, max: 0 },
    slo: [],
    invariants: [],
    passed: false,
    skipped: true,
    fault: null,
    series: { arrivals: [], completions: [], errors: [], latencyMs: [], open: [], memoryMb: [] },
  };
}

function countErrors(outcomes: StageRecording['outcomes']): Record<string, number> {
  const failed = Object.entries(outcomes).filter(([outcome, count]) => count > 0 && !/^2\d\d$/.test(outcome));
  failed.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(failed);
}

export function measureResource(resource: ResourceRecording): ResourceReport {
  return {
    name: resource.name,
    kind: resource.kind,
    servers: resource.servers,
    utilisation: roundFigure(resource.utilisation),
    meanWaitMs: toMs(resource.meanWaitNs),
    maxQueue: roundFigure(resource.maxQueue),
    errors: roundFigure(resource.errors),
    series: { utilisation: roundSeries(resource.series.utilisation), queue: roundSeries(resource.series.queue) },
  };
}

const LABEL_LENGTH_MAX = 160;

/** A statement without its parameters, an exchange without its headers and body, on one line. */
function labelOf(span: Span): string {
  const text = span.kind === 'http' ? (span.label.split('\n')[0] ?? '') : (span.label.split('\u0001')[0] ?? '');
  const label = text.replace(/\s+/g, ' ').trim();
  return label.length > LABEL_LENGTH_MAX ? `${label.slice(0, LABEL_LENGTH_MAX)}…` : label;
}

export function measureTrace(trace: Trace, stage: number, files: readonly string[]): TraceReport {
  return {
    stage,
    worker: trace.worker,
    method: trace.method,
    path: trace.path,
    status: trace.status,
    startMs: roundFigure(trace.arrivedNs / 1e6, 8),
    latencyMs: toMs(trace.answeredNs - trace.arrivedNs),
    // Spans are told from the request's arrival, so that a waterfall begins at 0.
    spans: trace.spans.map((span) => ({
      kind: span.kind,
      label: labelOf(span),
      ...placeOf(span.line, files),
      startMs: toMs(span.startNs - trace.arrivedNs),
      endMs: toMs(span.endNs - trace.arrivedNs),
      queueMs: toMs(span.queueNs),
    })),
  };
}
