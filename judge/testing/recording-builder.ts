// Recordings for tests of the judge, made by hand: a healthy stage of 2 of 32 workers, every part replaceable.
import type { ResourceRecording, StageRecording } from '#engine/stage.ts';
import type { InvariantResult } from '../invariants.ts';
import type { StageRun } from '../ladder.ts';
import { measureStage } from '../metrics.ts';
import type { Task } from '../task.ts';

export const FILES = ['main.py'];
const MS = 1e6;

export interface RecordingChanges extends Partial<Omit<StageRecording, 'latencyNs' | 'loopLagNs'>> {
  readonly p99Ms?: number;
  readonly meanMs?: number;
  readonly loopLagP99Ms?: number;
  readonly loopLagMaxMs?: number;
}

export function buildResource(changes: Partial<ResourceRecording> & Pick<ResourceRecording, 'name' | 'kind'>): ResourceRecording {
  return {
    servers: 1,
    utilisation: 0,
    meanWaitNs: 0,
    totalWaitNs: 0,
    waits: 0,
    maxQueue: 0,
    errors: 0,
    series: { utilisation: [], queue: [] },
    ...changes,
  };
}

export function buildLoop(utilisation: number): ResourceRecording {
  return buildResource({ name: 'event loop', kind: 'loop', utilisation });
}

/** 1,000 arrivals in the 2 s of the window at 8,000 requests/s unless told otherwise. */
export function buildRecording(changes: RecordingChanges = {}): StageRecording {
  const { p99Ms = 80, meanMs = 20, loopLagP99Ms = 1, loopLagMaxMs = 2, ...rest } = changes;
  const seconds = rest.seconds ?? 2;
  const arrivals = rest.arrivals ?? 1000;
  const completed = rest.completed ?? arrivals;
  const scale = rest.scale ?? { simulated: 2, count: 32 };
  const offeredRps = (arrivals * scale.count) / scale.simulated / seconds;
  return {
    offeredRps,
    arrivalRps: { mean: offeredRps, peak: offeredRps },
    seconds,
    warmupSeconds: 1,
    scale,
    arrivals,
    completed,
    throughputRps: (completed * scale.count) / scale.simulated / seconds,
    outcomes: { '200': completed, ...(completed < arrivals ? { timeout: arrivals - completed } : {}) },
    unfinished: 0,
    openAtStart: 0,
    latencyNs: { p50: meanMs * MS, p90: meanMs * 2 * MS, p99: p99Ms * MS, max: p99Ms * 1.5 * MS, mean: meanMs * MS },
    answeredWithin: (limitNs) => (p99Ms * MS <= limitNs ? completed : Math.floor(completed * 0.8)),
    loopLagNs: { mean: 0.2 * MS, p99: loopLagP99Ms * MS, max: loopLagMaxMs * MS },
    resources: [buildLoop(0.4), buildResource({ name: 'database', kind: 'database', servers: 64, utilisation: 0.2 })],
    lineWaits: [],
    slowSteps: [],
    profile: { lines: [], calls: { frames: [], leaves: [] }, acceptNs: 0, elsewhereNs: 0, blockedElsewhereNs: 0 },
    loop: { fromNs: 0, toNs: 0, largestLag: null, lanes: [] },
    windowStartNs: 1e9,
    succeeded: [],
    unanswered: 0,
    locks: {
      waits: 0,
      totalWaitNs: 0,
      deadlocks: 0,
      lockTimeouts: 0,
      statementTimeouts: 0,
      serializationFailures: 0,
      serializationLine: 0,
      notAvailable: 0,
      notAvailableLine: 0,
      hottest: [],
      writes: [],
    },
    scans: [],
    traces: [],
    console: [],
    consoleDropped: 0,
    fault: null,
    restarts: [],
    memory: { limitBytes: 384e6, series: [], holder: null },
    stuck: [],
    series: { arrivals: [50, 50], completions: [50, 50], errors: [0, 0], latencyNs: [meanMs * MS, meanMs * MS], open: [1, 1] },
    events: 10_000,
    hash: '0123456789abcdef',
    ...rest,
  };
}

export function buildRun(task: Task, recording: StageRecording, index = 0, invariants: readonly InvariantResult[] = []): StageRun {
  return { index, recording, report: measureStage(recording, invariants, task, FILES), wrongExample: null, invariants };
}
