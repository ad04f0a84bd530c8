// What a finding of the code cost in one stage: the waits, slow steps and refusals that the recording has at its lines.
import type { CodeFinding } from '#engine/guest-port.ts';
import type { ResourceKind } from '#engine/resource-kind.ts';
import { loopUtilisation } from '../demand.ts';
import { type StageFacts, statusShare } from '../diagnosis/facts.ts';
import { lineOf } from '../figures.ts';

export interface Measured {
  /** 0 to 1: of the requests' latency, or of the loop's time where the finding is about that. What the list is sorted by. */
  readonly share: number;
  /** Figures by name, for the sentence and for who reads the report. */
  readonly figures: Readonly<Record<string, number>>;
}

/** Below this nobody would notice the change. Modelled. */
const NOTICED = 0.01;
/** A loop that comes this late to what is ready is felt, ms. Modelled. */
const LATE_MS = 20;

export function measureFinding(finding: CodeFinding, facts: StageFacts): Measured | null {
  const measured = MEASURES.get(finding.rule)?.(finding, facts) ?? null;
  return measured !== null && measured.share >= NOTICED ? measured : null;
}

type Measure = (finding: CodeFinding, facts: StageFacts) => Measured | null;

const MEASURES: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ['blocking-call', measureBlocking],
  ['unbounded-fan-out', measureFanOut],
  ['no-timeout', measureLongest],
  ['client-per-request', measureClients],
  ['lock-across-await', measureLock],
  ['query-in-loop', (finding, facts) => measureCalls(finding, facts, ['database', 'pool'])],
  ['sequential-awaits', (finding, facts) => measureCalls(finding, facts, ['database', 'pool', 'service', 'cache'])],
  ['sleep-zero', measureLag],
]);

/** Lines of the recording that a finding is measured at. */
export function linesOf({ at }: CodeFinding, files: readonly string[]): (line: number) => boolean {
  const ranges = at.map(({ file, line, endLine }) => [lineOf(file, line, files), lineOf(file, endLine, files)] as const);
  return (line) => line > 0 && ranges.some(([first, last]) => first > 0 && line >= first && line <= last);
}

interface Waited {
  readonly queueNs: number;
  readonly serviceNs: number;
  readonly count: number;
  readonly resources: ReadonlySet<string>;
}

function sumWaits(finding: CodeFinding, { recording, files }: StageFacts, kinds: readonly ResourceKind[] | null): Waited {
  const isThere = linesOf(finding, files);
  const kindOf = new Map(recording.resources.map(({ name, kind }) => [name, kind]));
  let [queueNs, serviceNs, count] = [0, 0, 0];
  const resources = new Set<string>();
  for (const wait of recording.lineWaits) {
    const kind = kindOf.get(wait.resource);
    if (!isThere(wait.line) || (kinds !== null && (kind === undefined || !kinds.includes(kind)))) continue;
    queueNs += wait.queueNs;
    serviceNs += wait.serviceNs;
    // A wait for a pool's place is no call of its own.
    if (kind === 'database' || kind === 'service' || kind === 'cache') count += wait.count;
    resources.add(wait.resource);
  }
  return { queueNs, serviceNs, count, resources };
}

const latencyNsOf = ({ recording, requests }: StageFacts): number => Math.max(1, recording.latencyNs.mean * requests);
const windowNsOf = ({ recording }: StageFacts): number => recording.seconds * 1e9 * recording.scale.simulated;

function sumSlowSteps(finding: CodeFinding, { recording, files }: StageFacts): { totalNs: number; maxNs: number; count: number } {
  const isThere = linesOf(finding, files);
  let [totalNs, maxNs, count] = [0, 0, 0];
  for (const step of recording.slowSteps) {
    if (!isThere(step.line)) continue;
    totalNs += step.totalNs;
    maxNs = Math.max(maxNs, step.maxNs);
    count += step.count;
  }
  return { totalNs, maxNs, count };
}

function measureBlocking(finding: CodeFinding, facts: StageFacts): Measured {
  const { totalNs, maxNs, count } = sumSlowSteps(finding, facts);
  const share = Math.min(1, totalNs / windowNsOf(facts));
  return { share, figures: { loopShare: share, meanMs: totalNs / Math.max(1, count) / 1e6, maxMs: maxNs / 1e6, count } };
}

/** Calls to a service or statements at the lines: how many a request, and their part of its latency. */
function measureCalls(finding: CodeFinding, facts: StageFacts, kinds: readonly ResourceKind[]): Measured {
  const { queueNs, serviceNs, count } = sumWaits(finding, facts, kinds);
  const waitedMs = (queueNs + serviceNs) / facts.requests / 1e6;
  const share = Math.min(1, (queueNs + serviceNs) / latencyNsOf(facts));
  return { share, figures: { callsPerRequest: count / facts.begun, waitedMs, latencyShare: share } };
}

/** Many at once: what they wait for each other, and what the other side refuses. */
function measureFanOut(finding: CodeFinding, facts: StageFacts): Measured {
  const waited = sumWaits(finding, facts, ['service', 'pool', 'semaphore']);
  const services = facts.recording.resources.filter(({ name, kind }) => kind === 'service' && waited.resources.has(name));
  const made = sumWaits(finding, facts, ['service']).count;
  const { simulated, count: workers } = facts.recording.scale;
  const refused = services.reduce((sum, { errors }) => sum + errors, 0) * (simulated / workers);
  const refusedShare = Math.min(1, refused / Math.max(1, made));
  const share = Math.min(1, Math.max(refusedShare, waited.queueNs / latencyNsOf(facts)));
  const callsPerRequest = made / facts.begun;
  return {
    share,
    figures: {
      callsPerRequest,
      refusedShare,
      queueMs: waited.queueNs / facts.requests / 1e6,
      latencyShare: waited.queueNs / latencyNsOf(facts),
    },
  };
}

/** How long the longest of the recorded calls took. */
function measureLongest(finding: CodeFinding, facts: StageFacts): Measured {
  const { serviceNs, queueNs, count } = sumWaits(finding, facts, ['service']);
  const isThere = linesOf(finding, facts.files);
  let longestNs = 0;
  for (const { spans } of facts.recording.traces) {
    for (const span of spans) if (span.kind === 'http' && isThere(span.line)) longestNs = Math.max(longestNs, span.endNs - span.startNs);
  }
  const meanMs = (serviceNs + queueNs) / Math.max(1, count) / 1e6;
  // Calls that end soon need no end: only those that last much longer than the others, and than a request may take, would have been cut.
  const isLong = longestNs / 1e6 > Math.max(4 * meanMs, facts.task.slo.p99Ms);
  return { share: isLong ? NOTICED : 0, figures: { longestMs: longestNs / 1e6, meanMs } };
}

/** Connects, and what making the client keeps the loop. */
function measureClients(finding: CodeFinding, facts: StageFacts): Measured {
  const isThere = linesOf(finding, facts.files);
  const waited = sumWaits(finding, facts, null);
  const steps = sumSlowSteps(finding, facts);
  const loopShare = Math.min(1, steps.totalNs / windowNsOf(facts));
  const latencyShare = Math.min(1, (waited.queueNs + waited.serviceNs) / latencyNsOf(facts));
  const connects = facts.recording.lineWaits.reduce((sum, wait) => (isThere(wait.line) ? sum + wait.count : sum), 0);
  const refused = facts.failures.get('too-many-connections');
  const refusedShare = refused && isThere(refused.line) ? statusShare(facts, /^5\d\d$/) : 0;
  return {
    share: Math.max(loopShare, latencyShare, refusedShare),
    figures: {
      connectsPerRequest: connects / facts.begun,
      waitedMs: (waited.queueNs + waited.serviceNs) / facts.requests / 1e6,
      latencyShare,
      loopShare,
      refusedShare,
      madeMs: steps.totalNs / Math.max(1, steps.count) / 1e6,
    },
  };
}

function measureLock(finding: CodeFinding, facts: StageFacts): Measured {
  const { queueNs } = sumWaits(finding, facts, ['lock', 'semaphore']);
  const share = Math.min(1, queueNs / latencyNsOf(facts));
  return { share, figures: { queueMs: queueNs / facts.requests / 1e6, latencyShare: share } };
}

/** A pause for the others is no cure if the loop is late all the same. */
function measureLag(_: CodeFinding, facts: StageFacts): Measured {
  const lagMs = facts.report.loopLagMs.p99;
  const busy = loopUtilisation(facts.recording);
  return { share: lagMs < LATE_MS ? 0 : NOTICED, figures: { loopLagP99Ms: lagMs, utilisation: busy } };
}
