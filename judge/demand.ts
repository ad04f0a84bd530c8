// What one request asks of each resource, and how many requests per second each could carry: the operational laws
// U = X D and X <= servers / D. Everything is taken from one stage's recording; nothing is fitted.
import type { ResourceKind } from '#engine/resource-kind.ts';
import type { ResourceRecording, StageRecording } from '#engine/stage.ts';
import type { ServiceWorld } from '#engine/world/world.ts';
import type { Task } from './task.ts';

export interface Demand {
  readonly name: string;
  readonly kind: ResourceKind | 'rate-limit' | 'clients';
  readonly utilisation: number;
  /** Server time of one completed request, ms: CPU for loops, core time for the database. */
  readonly perRequestMs: number;
  /** Operations of one request on it: of a completed one as its time, of an arrival for a rate limit; 0 where only time is known. */
  readonly callsPerRequest: number;
  /** Offered load of the fleet at which it is 100 % busy, bursts and lulls in proportion. */
  readonly boundRps: number;
}

/** Operations that requests made on a resource, per arrival of the window. */
export function callsPerRequest(recording: StageRecording, resource: string): number {
  let count = 0;
  for (const wait of recording.lineWaits) if (wait.resource === resource) count += wait.count;
  return recording.arrivals === 0 ? 0 : count / recording.arrivals;
}

/** The world's service that a resource stands for: resources are named by base URL or by host. */
export function serviceOf(resource: ResourceRecording, task: Task): ServiceWorld | undefined {
  if (resource.kind !== 'service') return undefined;
  return task.world.services.find(({ baseUrl }) => {
    const host = baseUrl.replace(/^https?:\/\//, '');
    return resource.name === baseUrl || resource.name === host || resource.name.startsWith(baseUrl) || resource.name.startsWith(host);
  });
}

/** Mean utilisation of the event loops; 0 if none was recorded. */
export function loopUtilisation(recording: StageRecording): number {
  const loops = recording.resources.filter((resource) => resource.kind === 'loop');
  return loops.length === 0 ? 0 : loops.reduce((sum, loop) => sum + loop.utilisation, 0) / loops.length;
}

/** Demands of a stage, tightest bound first. Connections are held rather than used up, so they bound nothing by time. */
export function measureDemands(recording: StageRecording, task: Task): Demand[] {
  const throughput = recording.throughputRps;
  if (throughput <= 0) return [];
  const burstFactor = recording.arrivalRps.mean / recording.offeredRps;
  const demands: Demand[] = [];
  const add = (name: string, kind: ResourceKind, utilisation: number, servers: number, calls: number) => {
    if (utilisation <= 0) return;
    const perRequestMs = (utilisation * servers * 1000) / throughput;
    demands.push({
      name,
      kind,
      utilisation,
      perRequestMs,
      callsPerRequest: calls,
      boundRps: throughput / Math.min(1, utilisation) / burstFactor,
    });
  };
  const loops = recording.resources.find((resource) => resource.kind === 'loop');
  if (loops !== undefined) add(loops.name, 'loop', loopUtilisation(recording), recording.scale.count, 0);
  for (const resource of recording.resources) {
    if (resource.kind === 'loop' || resource.kind === 'gil' || resource.kind === 'connections') continue;
    const calls = callsPerRequest(recording, resource.name);
    add(resource.name, resource.kind, resource.utilisation, resource.servers, (calls * recording.arrivals) / recording.completed);
    const limit = serviceOf(resource, task)?.rateLimitPerSecond ?? Number.POSITIVE_INFINITY;
    if (!Number.isFinite(limit) || calls === 0) continue;
    const utilisation = (calls * recording.arrivalRps.mean) / limit;
    demands.push({
      name: resource.name,
      kind: 'rate-limit',
      utilisation,
      perRequestMs: 0,
      callsPerRequest: calls,
      boundRps: limit / calls / burstFactor,
    });
  }
  demands.sort((a, b) => a.boundRps - b.boundRps);
  return demands;
}

/**
 * The clients' own connections, where the world bounds them: each carries one request after the other, so the fleet never completes more
 * than connections / time of a request (Little's law). The stage with the shortest latency says that time best, as in the others
 * requests wait for a connection as well. Undefined: there are as many as there are requests, or nothing was answered.
 */
export function clientConnectionDemand(recordings: readonly StageRecording[], task: Task): Demand | undefined {
  const { connections } = task.world.load;
  const means = recordings.filter(({ completed }) => completed > 0).map(({ latencyNs }) => latencyNs.mean);
  const perRequestMs = Math.min(...means) / 1e6;
  if (connections === null || means.length === 0 || perRequestMs <= 0) return undefined;
  // A stage that completed more had shorter requests than any mean tells.
  const boundRps = Math.max((connections * 1000) / perRequestMs, ...recordings.map(({ throughputRps }) => throughputRps));
  const busiest = Math.max(...recordings.map(({ throughputRps }) => throughputRps));
  return { name: 'clients', kind: 'clients', utilisation: busiest / boundRps, perRequestMs, callsPerRequest: 1, boundRps };
}
