// Turns the books of a stage into its recording. Shared resources are told at fleet scale.
import type { StuckRequest } from './guest-port.ts';
import { largestHolder, limitBytes } from './memory.ts';
import { closeMeters, listResources } from './resource-books.ts';
import type { LockRecording, StageRecording } from './stage.ts';
import type { StageRun } from './stage-run.ts';
import { rateFactors } from './world/bursts.ts';
import type { LockBooks } from './world/lock-books.ts';

/** More than this share of unanswered requests, with nothing left to happen, is a deadlock. */
const DEADLOCK_SHARE = 0.5;
/** In the message of such a deadlock; others are told of by a loop that waits for its own tasks. */
export const NEVER_ANSWERED = 'requests were never answered';

export function finishStage(run: StageRun, stuck: StuckRequest[]): StageRecording {
  const { recorder, options, scale } = run;
  const { world, offeredRps, seconds, warmupSeconds } = options;
  const { simulated, count } = world.workers;
  const factors = rateFactors(world.load.bursts, seconds);
  closeMeters(run);
  nameDeadlock(run, stuck);
  const right = Float64Array.from(recorder.right).sort();
  const { allLatencies, loopLag, series } = recorder;
  const latencies = recorder.latencies.count > 0 ? recorder.latencies : allLatencies;
  return {
    offeredRps,
    arrivalRps: { mean: offeredRps * factors.mean, peak: offeredRps * factors.peak },
    seconds,
    warmupSeconds,
    scale: { simulated, count },
    arrivals: recorder.arrivals,
    completed: recorder.completed,
    throughputRps: recorder.completed / seconds / scale,
    outcomes: Object.fromEntries([...recorder.outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
    unfinished: run.fault ? recorder.openInWindow : recorder.unfinished,
    succeeded: run.succeeded,
    unanswered: [...run.requests.values()].filter((request) => !request.handled).length,
    openAtStart: recorder.openAtStart,
    latencyNs: {
      p50: latencies.percentile(0.5),
      p90: latencies.percentile(0.9),
      p99: latencies.percentile(0.99),
      max: latencies.max,
      mean: allLatencies.mean,
    },
    answeredWithin: (limitNs) => countUpTo(right, limitNs),
    loopLagNs: { mean: loopLag.mean, p99: loopLag.percentile(0.99), max: loopLag.max },
    resources: listResources(run),
    locks: listLocks(run.database.lockBooks),
    scans: run.database.scans.list(),
    lineWaits: recorder.lineWaits.waits(),
    statementSlowdown: run.database.coreUs > 0 ? run.database.contendedUs / run.database.coreUs : 1,
    nestedWaits: recorder.nested.waits(),
    answered: recorder.answeredTimes.list(),
    refused: recorder.refusedTimes.list(),
    slowSteps: recorder.lineWaits.slowSteps(),
    profile: recorder.profile.list(),
    loop: recorder.lanes.list(),
    windowStartNs: run.loading ? run.window.startNs : 0,
    traces: recorder.traces.list(world.load),
    console: recorder.console,
    consoleDropped: recorder.consoleDropped,
    fault: run.fault,
    restarts: recorder.restarts,
    memory: { limitBytes: limitBytes(run), series: recorder.memory, holder: largestHolder(run) },
    stuck: stuck.map((standing) => ({ ...standing, holds: poolsHeldBy(run, standing.request) })),
    series: {
      arrivals: series.arrivals,
      completions: series.completions,
      errors: series.errors,
      latencyNs: series.latencySum.map((sum, bucket) => (series.latencyCount[bucket] ? sum / (series.latencyCount[bucket] as number) : 0)),
      open: series.open,
    },
    events: run.handled,
    hash: recorder.hash.digest(),
  };
}

function listLocks(books: LockBooks): LockRecording {
  const { meter, deadlocks, lockTimeouts, statementTimeouts, serializationFailures, serializationLine, notAvailable, notAvailableLine } =
    books;
  return {
    waits: meter.waits,
    totalWaitNs: meter.totalWaitNs,
    deadlocks,
    lockTimeouts,
    statementTimeouts,
    serializationFailures,
    serializationLine,
    notAvailable,
    notAvailableLine,
    hottest: books.hottest(),
    writes: books.writes.list(),
  };
}

function countUpTo(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function poolsHeldBy(run: StageRun, id: number): string[] {
  const record = run.requests.get(id);
  if (!record?.held || record.open > 0) return [];
  const indexes = [...record.held].filter(([, count]) => count > 0).map(([index]) => index);
  return indexes.flatMap((index) => run.resources.get(record.worker, index)?.name ?? []);
}

/** Requests that no worker ever answered although nothing was left to happen: a deadlock, with the place where they stand. */
function nameDeadlock(run: StageRun, stuck: readonly StuckRequest[]): void {
  const { recorder } = run;
  const idle = run.operations.open === 0 && run.workers.every((worker) => worker.pending === 0 && !worker.readyLeft && worker.timerNs < 0);
  const first = stuck[0];
  if (run.fault || !idle || !first || recorder.unheard <= recorder.arrivals * DEADLOCK_SHARE) return;
  run.fail(
    'deadlock',
    `${recorder.unheard} of ${recorder.arrivals} ${NEVER_ANSWERED}: they wait in ${first.awaits}, and nothing is left that could wake them`,
    first.line,
  );
}
