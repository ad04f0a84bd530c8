// What share of all waiting each cause is: the time that requests spent in its queue, or being served by it, of all the time that they spent
// waiting for anything. Waits that overlap count each for itself, so the shares of different resources never make more than the whole.
import { type ResourceWaits, type StageFacts, waitsFor } from './facts.ts';
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
/** Less is not worth a figure. */
const NOTICED = 0.005;

/** 0 to 1; null: it is no waiting, or hardly any. */
export function shareOfWaiting({ cause, resource }: Pick<Finding, 'cause' | 'resource'>, facts: StageFacts): number | null {
  const part = PARTS[cause];
  if (part === undefined) return null;
  const waits = part === 'loop' ? waitsFor(facts, 'loop')[0] : facts.waits.find((each) => each.resource.name === resource);
  if (waits === undefined) return null;
  const share = partNs(part, waits, facts) / allWaitingNs(facts);
  return share < NOTICED ? null : Math.min(1, share);
}

function partNs(part: 'queue' | 'service' | 'connects' | 'loop', waits: ResourceWaits, facts: StageFacts): number {
  const { name, kind } = waits.resource;
  if (part === 'queue' || part === 'loop') return queueNs(waits, facts);
  const connects = kind === 'database' ? 'connections' : `${name} connections`;
  let ns = 0;
  for (const wait of facts.recording.lineWaits) {
    if (part === 'service' && wait.resource === name) ns += wait.serviceNs;
    if (part === 'connects' && wait.resource === connects) ns += wait.queueNs + wait.serviceNs;
  }
  return ns;
}

const queueNs = ({ queueMs }: ResourceWaits, { requests }: StageFacts) => queueMs * requests * 1e6;

/** The requests' latency, or where several things are waited for at once the sum of the waits. */
function allWaitingNs(facts: StageFacts): number {
  const { lineWaits } = facts.recording;
  const names = new Set(facts.waits.map(({ resource }) => resource.name));
  let ns = facts.waits.reduce((sum, waits) => sum + queueNs(waits, facts), 0);
  for (const { resource, queueNs: queued, serviceNs } of lineWaits) ns += serviceNs + (names.has(resource) ? 0 : queued);
  return Math.max(1, ns, facts.meanLatencyMs * facts.requests * 1e6);
}
