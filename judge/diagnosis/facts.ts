// What the rules look at: one stage's recording with the sums that every rule needs worked out once.
import type { ResourceKind } from '#engine/resource-kind.ts';
import type { ResourceRecording, StageRecording } from '#engine/stage.ts';
import type { WrongExample } from '../check-response.ts';
import { loopUtilisation } from '../demand.ts';
import type { InvariantResult } from '../invariants.ts';
import type { StageRun } from '../ladder.ts';
import type { StageReport } from '../report.ts';
import { countAnswers, wrongRateOf } from '../slo.ts';
import type { Task } from '../task.ts';
import { type FailureKind, readFailures } from './failures.ts';
import { type LanguageWords, wordsOf } from './language-words.ts';

/** Waiting and service at one resource, over all lines of the user's code. */
export interface ResourceWaits {
  readonly resource: ResourceRecording;
  /** Share of the requests' whole latency spent in its queue; 1 at most (parallel waits overlap). */
  readonly queueShare: number;
  /** Same for being served by it; may exceed 1 when calls of one request run in parallel. */
  readonly serviceShare: number;
  /** Per request of the window, ms. */
  readonly queueMs: number;
  /** Per request that has begun, ms: in overload many that arrived still wait for their first turn. */
  readonly serviceMs: number;
  /** For sentences: the same requests above and below the line, those that were answered; waits per request, ms, and as a share of their latency. */
  readonly told: { readonly queueMs: number; readonly queueShare: number; readonly serviceMs: number; readonly serviceShare: number };
  /** Share of the operations that whoever asked gave up (time-out, cancelled task), and the line that gives up most. */
  readonly givenUpShare: number;
  readonly givenUpLine: number;
  /** Operations per request that has begun. */
  readonly calls: number;
  /** Operations in all, of the simulated workers. */
  readonly count: number;
  /** The line that queues most for it, and the line that calls it most. */
  readonly queueLine: number;
  readonly callLine: number;
  readonly callLineCalls: number;
  readonly callLineServiceMs: number;
}

export interface StageFacts {
  readonly task: Task;
  readonly files: readonly string[];
  readonly words: LanguageWords;
  readonly recording: StageRecording;
  readonly report: StageReport;
  readonly wrongExample: WrongExample | null;
  readonly invariants: readonly InvariantResult[];
  /** Arrivals of the window, 1 at least. */
  readonly requests: number;
  /** Of them, those that the program has begun to work on, 1 at least. */
  readonly begun: number;
  readonly meanLatencyMs: number;
  readonly waits: readonly ResourceWaits[];
  readonly loopBusy: number;
  /** CPU of the worker per answered request, µs; where hardly any was answered: per request that has begun, which took no less. */
  readonly cpuUsPerRequest: number;
  readonly cpuIsPartial: boolean;
  readonly wrongRate: number;
  /** Failed SLO rows by id. */
  readonly broken: ReadonlySet<string>;
  /** Time is part of why the stage fell: latency, a backlog, time-outs. Where it fell for errors or lost updates alone, what is merely slow is no cause. */
  readonly late: boolean;
  /** Share of arrivals by outcome. */
  readonly shareOf: (outcome: string) => number;
  /** Requests that ended with an exception of the guest, by what the last line of their traceback means. */
  readonly failures: ReadonlyMap<FailureKind, { readonly count: number; readonly lastLine: string; readonly line: number }>;
}

/** With fewer answers of those that have begun, most CPU went to requests that were not answered. Modelled. */
const HARDLY_ANY = 0.2;

export function gatherFacts(task: Task, files: readonly string[], run: StageRun): StageFacts {
  const { recording, report } = run;
  const requests = Math.max(1, recording.arrivals);
  const latencySumNs = Math.max(1, recording.latencyNs.mean * requests);
  const loopBusy = loopUtilisation(recording);
  const { right, wrong, stale } = countAnswers(recording.outcomes);
  const ok = right + wrong + stale;
  const failedAnswers = Object.entries(recording.outcomes).reduce(
    (sum, [outcome, count]) => (/^[345]\d\d$/.test(outcome) ? sum + count : sum),
    0,
  );
  const failures = readFailures(recording.console, files);
  const broken = new Set(report.slo.filter((row) => !row.passed).map((row) => row.id));
  const answered = Math.max(1, ok === 0 ? failedAnswers : recording.completed + (failedAnswers * recording.completed) / ok);
  const begun = ok + failedAnswers === 0 ? requests : Math.min(requests, answered + (recording.outcomes.timeout ?? 0));
  const cpuIsPartial = answered < HARDLY_ANY * begun;
  return {
    task,
    files,
    words: wordsOf(files),
    recording,
    report,
    wrongExample: run.wrongExample,
    invariants: run.invariants,
    requests,
    begun: Math.max(1, begun),
    meanLatencyMs: recording.latencyNs.mean / 1e6,
    waits: recording.resources.map((resource) => sumWaits(resource, recording, requests, begun, latencySumNs)),
    loopBusy,
    cpuUsPerRequest: (loopBusy * recording.scale.simulated * recording.seconds * 1e6) / (cpuIsPartial ? begun : answered),
    cpuIsPartial,
    wrongRate: wrongRateOf(recording),
    broken,
    late: isLate(recording, broken, failures),
    shareOf: (outcome) => (recording.outcomes[outcome] ?? 0) / requests,
    failures,
  };
}

function isLate({ fault, outcomes, locks }: StageRecording, broken: ReadonlySet<string>, failures: StageFacts['failures']): boolean {
  if (fault !== null || broken.has('p99') || broken.has('keeps-up') || (outcomes.timeout ?? 0) > 0) return true;
  if (
    locks.statementTimeouts + locks.lockTimeouts > 0 ||
    failures.has('timeout') ||
    failures.has('pool-timeout') ||
    failures.has('too-many-connections')
  )
    return true;
  // 5xx without an exception: the program may have answered so to a time-out of its own.
  return failures.size === 0 && Object.keys(outcomes).some((outcome) => /^5\d\d$/.test(outcome));
}

/** Share of arrivals answered with a status of that class. */
export function statusShare(facts: StageFacts, pattern: RegExp): number {
  let count = 0;
  for (const [outcome, n] of Object.entries(facts.recording.outcomes)) if (pattern.test(outcome)) count += n;
  return count / facts.requests;
}

/**
 * Whether a request's calls run at the same time: most of them, in the sampled requests, begin before the one before has ended.
 * More service than latency says the same where nothing was sampled.
 */
export function runTogether(facts: StageFacts, kind: 'query' | 'http' | 'cache', serviceShare: number): boolean {
  let overlapping = 0;
  let following = 0;
  for (const { spans } of facts.recording.traces) {
    const calls = spans.filter((span) => span.kind === kind).sort((a, b) => a.startNs - b.startNs);
    let endNs = calls[0]?.endNs ?? 0;
    for (const call of calls.slice(1)) {
      following++;
      if (call.startNs < endNs) overlapping++;
      endNs = Math.max(endNs, call.endNs);
    }
  }
  return following === 0 ? serviceShare > 1 : overlapping > following / 2;
}

/** Waits at the resources of a kind, the one that requests queue longest for first. */
export function waitsFor(facts: StageFacts, ...kinds: readonly ResourceKind[]): ResourceWaits[] {
  return facts.waits.filter((waits) => kinds.includes(waits.resource.kind)).sort((a, b) => b.queueShare - a.queueShare);
}

function sumWaits(
  resource: ResourceRecording,
  recording: StageRecording,
  requests: number,
  begun: number,
  latencySumNs: number,
): ResourceWaits {
  const lines = recording.lineWaits.filter((wait) => wait.resource === resource.name);
  let queueNs = 0;
  let serviceNs = 0;
  let count = 0;
  for (const wait of lines) {
    queueNs += wait.queueNs;
    serviceNs += wait.serviceNs;
    count += wait.count;
  }
  // What waits without a line of the user's code (the loop, threads of `def` routes) is only in the resource's own sum.
  queueNs = Math.max(queueNs, resource.totalWaitNs);
  const byQueue = [...lines].sort((a, b) => b.queueNs - a.queueNs || a.line - b.line)[0];
  const givenUp = lines.reduce((sum, wait) => sum + (wait.givenUp ?? 0), 0);
  const byGivenUp = [...lines].sort((a, b) => (b.givenUp ?? 0) - (a.givenUp ?? 0) || a.line - b.line)[0];
  const byCalls = [...lines].sort((a, b) => b.count - a.count || a.line - b.line)[0];
  const overall = {
    queueMs: queueNs / requests / 1e6,
    queueShare: Math.min(1, queueNs / latencySumNs),
    serviceMs: serviceNs / begun / 1e6,
    serviceShare: serviceNs / latencySumNs,
  };
  return {
    resource,
    told: timesOf(recording, resource.name) ?? overall,
    givenUpShare: count === 0 ? 0 : givenUp / count,
    givenUpLine: byGivenUp?.line ?? 0,
    queueShare: Math.min(1, queueNs / latencySumNs),
    serviceShare: serviceNs / latencySumNs,
    queueMs: queueNs / requests / 1e6,
    serviceMs: serviceNs / begun / 1e6,
    calls: count / begun,
    count,
    queueLine: byQueue?.line ?? 0,
    callLine: byCalls?.line ?? 0,
    callLineCalls: (byCalls?.count ?? 0) / begun,
    callLineServiceMs: (byCalls?.serviceNs ?? 0) / begun / 1e6,
  };
}

/** Too few to speak for the others. */
export function hardlyAnyAnswered({ answered, arrivals }: StageRecording): boolean {
  return answered !== undefined && answered.requests < HARDLY_ANY * arrivals;
}

/** What answered requests spent at a resource; null: too few were answered to speak for the others, or none was there. */
function timesOf(recording: StageRecording, name: string): ResourceWaits['told'] | null {
  const { answered } = recording;
  const times = answered?.resources.find(({ resource }) => resource === name);
  if (answered === undefined || times === undefined || hardlyAnyAnswered(recording)) return null;
  return {
    queueMs: times.queueNs / answered.requests / 1e6,
    queueShare: Math.min(1, times.queueNs / Math.max(1, answered.latencyNs)),
    serviceMs: times.serviceNs / answered.requests / 1e6,
    serviceShare: times.serviceNs / Math.max(1, answered.latencyNs),
  };
}

/** Requests that called no service themselves and waited for what another one had under way: how many of all, how long each, and their part of all latency. */
export interface ForeignWaits {
  readonly requestShare: number;
  readonly eachMs: number;
  readonly latencyShare: number;
}

export function foreignWaits({ recording: { answered } }: StageFacts): ForeignWaits {
  if (answered === undefined || answered.requests === answered.callers) return { requestShare: 0, eachMs: 0, latencyShare: 0 };
  const others = answered.requests - answered.callers;
  return {
    requestShare: others / answered.requests,
    eachMs: answered.elsewhereNs / others / 1e6,
    latencyShare: answered.elsewhereNs / Math.max(1, answered.latencyNs),
  };
}

/** How long connections of pools for the database are held in the window, all workers that are simulated together. */
export function heldConnectionsNs({ resources, seconds, scale }: StageRecording): number {
  let heldNs = 0;
  for (const { kind, name, utilisation, servers } of resources) {
    if (kind === 'pool' && !/http|redis/i.test(name)) heldNs += (utilisation * servers * seconds * 1e9 * scale.simulated) / scale.count;
  }
  return heldNs;
}
