// What share of all waiting each cause is: the time that requests spent in its queue, or being served by it, of all the time that they spent
// waiting for anything. Waits that overlap count each for itself, so the shares of different resources never make more than the whole.
import type { ResourceKind } from '#engine/resource-kind.ts';
import { hardlyAnyAnswered, type StageFacts, waitsFor } from './facts.ts';
import type { Finding } from './finding.ts';

/** Which part of a resource's time a cause speaks of. Causes that are no waiting (errors, wrong answers, memory) have none. */
const PARTS: Readonly<Record<string, 'queue' | 'service' | 'connects' | 'loop'>> = {
  'loop-blocked': 'loop',
  'loop-saturated': 'loop',
  'gil-bound': 'loop',
  'pool-exhausted': 'queue',
  'lock-contention': 'queue',
  'semaphore-limited': 'queue',
  'queue-saturated': 'queue',
  'thread-starvation': 'queue',
  'process-pool-exhausted': 'queue',
  'hot-row': 'queue',
  'database-saturated': 'queue',
  'cache-saturated': 'queue',
  'api-saturated': 'queue',
  'database-slow': 'service',
  'cache-slow': 'service',
  'api-slow': 'service',
  'connections-churn': 'connects',
};
/** What they are held for waits itself: the pool's task for the call that it makes, the thread for the statement that it runs. */
const HOLDERS: readonly ResourceKind[] = ['pool', 'lock', 'semaphore', 'queue', 'threads', 'gil', 'processes'];
/** Less is not worth a figure. */
const NOTICED = 0.005;

/** 0 to 1; null: it is no waiting, or hardly any. */
export function shareOfWaiting({ cause, resource }: Pick<Finding, 'cause' | 'resource'>, facts: StageFacts): number | null {
  const part = PARTS[cause];
  const waits = part === 'loop' ? waitsFor(facts, 'loop')[0] : facts.waits.find((each) => each.resource.name === resource);
  if (part === undefined || waits === undefined) return null;
  const { name, kind } = waits.resource;
  const times = readTimes(facts);
  const asked = part === 'connects' ? (kind === 'database' ? 'connections' : `${name} connections`) : name;
  // Whoever puts something into a queue waits for what comes of it, not for its place.
  const inQueueNs = part === 'queue' && kind === 'queue' && !times.waits.has(name) ? waits.told.queueMs * times.requests * 1e6 : 0;
  const share = (partNs(part, asked, times) + inQueueNs) / times.allNs;
  return share < NOTICED ? null : Math.min(1, share);
}

interface Times {
  readonly requests: number;
  /** By resource. */
  readonly waits: ReadonlyMap<string, { readonly queueNs: number; readonly serviceNs: number }>;
  /** The requests' latency, or where several things are waited for at once the sum of the waits. */
  readonly allNs: number;
  /** Of it: when nothing was waited for and nothing ran, so that the request was ready and stood before the loop. */
  readonly readyNs: number;
}

function partNs(part: 'queue' | 'service' | 'connects' | 'loop', resource: string, { waits, readyNs }: Times): number {
  const { queueNs, serviceNs } = waits.get(resource) ?? { queueNs: 0, serviceNs: 0 };
  if (part === 'service') return serviceNs;
  if (part === 'connects') return queueNs + serviceNs;
  // The loop's own queue knows how late it takes a batch of events, not how long those of the batch wait for each other.
  return part === 'loop' ? queueNs + readyNs : queueNs;
}

/** Of the requests that were answered, each with its own waits; where hardly any was, of all that the window saw. */
function readTimes(facts: StageFacts): Times {
  const { recording, requests, loopBusy, meanLatencyMs, cpuUsPerRequest } = facts;
  const { answered } = recording;
  if (answered !== undefined && !hardlyAnyAnswered(recording)) {
    const waits = new Map(answered.resources.map((times) => [times.resource, times]));
    return sumUp(facts, waits, answered.requests, answered.latencyNs, answered.requests * cpuUsPerRequest * 1e3);
  }
  const waits = new Map(facts.waits.map(({ resource, queueMs }) => [resource.name, { queueNs: queueMs * requests * 1e6, serviceNs: 0 }]));
  for (const { resource, queueNs, serviceNs } of recording.lineWaits) {
    const before = waits.get(resource);
    // The queues of resources are whole already.
    if (before) before.serviceNs += serviceNs;
    else waits.set(resource, { queueNs, serviceNs });
  }
  return sumUp(facts, waits, requests, meanLatencyMs * requests * 1e6, loopBusy * recording.scale.simulated * recording.seconds * 1e9);
}

function sumUp(facts: StageFacts, waits: Times['waits'], requests: number, latencyNs: number, ranNs: number): Times {
  const holders = new Set(facts.waits.filter(({ resource }) => HOLDERS.includes(resource.kind)).map(({ resource }) => resource.name));
  let waitedNs = 0;
  let heldNs = 0;
  for (const [resource, { queueNs, serviceNs }] of waits) {
    waitedNs += queueNs;
    if (holders.has(resource)) heldNs += serviceNs;
    else waitedNs += serviceNs;
  }
  // Of what is held, only the part that no other wait fills.
  waitedNs += Math.min(heldNs, Math.max(0, latencyNs - ranNs - waitedNs));
  return { requests, waits, allNs: Math.max(1, waitedNs, latencyNs), readyNs: Math.max(0, latencyNs - waitedNs - ranNs) };
}
