// The running system as facts: what stands where, how busy it is, who waits, and what flows between. The picture and its
// table are two views of this one description. Everything is at the scale of the whole fleet.
import type { World } from '#engine/world/world.ts';
import type { Report, ResourceReport, StageReport, TraceReport } from '#judge/report.ts';
import { type LoadLevel, levelOf } from '../load-level.ts';

/** Buckets of every series per second. */
export const BUCKETS_PER_SECOND = 10;

export type NodeKind =
  | 'clients'
  | 'balancer'
  | 'loop'
  | 'threads'
  | 'processes'
  | 'pool'
  | 'lock'
  | 'semaphore'
  | 'queue'
  | 'others'
  | 'database'
  | 'cache'
  | 'service';
/** Columns of the picture, from those who ask to those who answer. */
export type NodeRole = 'clients' | 'balancer' | 'workers' | 'guest' | 'backend';

export interface NodeFigures {
  /** 0 to 1. */
  readonly utilisation: number;
  readonly level: LoadLevel;
  /** Mean wait over the window; null at a single moment. */
  readonly meanWaitMs: number | null;
  /** Customers in line: the most of the window, or those of the moment. */
  readonly queue: number;
  readonly errors: number;
}

export interface SystemNode {
  readonly id: string;
  readonly role: NodeRole;
  readonly kind: NodeKind;
  /** The resource's own name; null for what every system has. */
  readonly name: string | null;
  /** Resources that this stands for; more than one only where the picture joins them. */
  readonly count: number;
  readonly servers: number | null;
  readonly perWorker: number | null;
  /** Busyness in the stage that decided, whatever moment is looked at; 0 while unknown. */
  readonly rank: number;
  readonly figures: NodeFigures | null;
  /** Connections of a database: held, not used up. */
  readonly connections: { readonly servers: number; readonly utilisation: number | null; readonly errors: number } | null;
  /** Of a database in which statements waited for rows that others had locked. */
  readonly locks: { readonly name: string; readonly meanWaitMs: number | null; readonly queue: number } | null;
  readonly bottleneck: boolean;
}

export interface SystemEdge {
  readonly from: string;
  readonly to: string;
  /** Operations per second; null while unknown. */
  readonly rps: number | null;
  /** Edges that `rps` is the figure of, together: calls are known for each backend, not for each pool that leads to it. */
  readonly among: number;
}

export interface Traffic {
  readonly offeredRps: number | null;
  readonly throughputRps: number | null;
  readonly errorsRps: number | null;
  readonly latencyMs: number | null;
  /** True: latencyMs is the p99 of the window; false: the mean of the moment. */
  readonly latencyIsP99: boolean;
  readonly open: number | null;
}

export interface System {
  readonly nodes: readonly SystemNode[];
  readonly edges: readonly SystemEdge[];
  readonly traffic: Traffic;
}

export interface SystemSource {
  readonly scale: Report['scale'];
  readonly offeredRps: number | null;
  /** Null while the stage runs or nothing has run. */
  readonly stage: StageReport | null;
  /** Null: only the structure is known, from `structure`. */
  readonly resources: readonly ResourceReport[] | null;
  readonly structure: readonly (Pick<ResourceReport, 'name' | 'kind' | 'servers'> & Partial<Pick<ResourceReport, 'utilisation'>>)[];
  /** Of this stage; what requests call is counted in them. */
  readonly traces: readonly TraceReport[];
  /** Name of the resource that gives way first, if this stage shows it. */
  readonly bottleneck: string | null;
  /** Index into the window's 100 ms buckets; null for the whole window. */
  readonly bucket: number | null;
  readonly inFlight: number | null;
}

const GUEST_KINDS: readonly string[] = ['pool', 'threads', 'processes', 'lock', 'semaphore', 'queue'];

/** What is known of the world before anything has run. */
export function describeWorld(world: World): SystemSource['structure'] {
  return [
    { name: 'event loop', kind: 'loop', servers: world.workers.count },
    { name: 'database', kind: 'database', servers: world.database.cores },
    { name: 'connections', kind: 'connections', servers: world.database.maxConnections },
    ...world.services.map((service) => ({
      name: service.baseUrl.replace(/^https?:\/\//, ''),
      kind: 'service',
      servers: service.concurrency,
    })),
  ];
}

export function describeSystem(source: SystemSource): System {
  const shown: SystemSource['structure'] = source.resources ?? source.structure;
  const nodes = [buildEnd('clients'), buildEnd('balancer'), ...buildResources(source, shown)];
  const traffic = measureTraffic(source);
  return { nodes, edges: connectNodes(nodes, source, traffic), traffic };
}

function buildEnd(role: 'clients' | 'balancer'): SystemNode {
  return {
    id: role,
    role,
    kind: role,
    name: null,
    count: 1,
    servers: null,
    perWorker: null,
    rank: 0,
    figures: null,
    connections: null,
    locks: null,
    bottleneck: false,
  };
}

function buildResources(source: SystemSource, shown: SystemSource['structure']): SystemNode[] {
  const loops = shown.filter(({ kind }) => kind === 'loop');
  const workers = loops[0] ?? { name: 'event loop', kind: 'loop', servers: source.scale.count };
  const guests = shown.filter(({ kind }) => GUEST_KINDS.includes(kind));
  const backends = shown.filter(({ kind }) => kind === 'database' || kind === 'cache' || kind === 'service');
  return [
    buildNode(source, workers, 'workers', 'loop'),
    ...guests.map((guest) => buildNode(source, guest, 'guest', guest.kind as NodeKind)),
    ...backends.map((backend) => buildNode(source, backend, 'backend', backend.kind as NodeKind)),
  ];
}

function buildNode(source: SystemSource, shown: SystemSource['structure'][number], role: NodeRole, kind: NodeKind): SystemNode {
  const resource = source.resources?.find((each) => each.name === shown.name && each.kind === shown.kind) ?? null;
  const connections = kind === 'database' ? findConnections(source) : null;
  const locks = kind === 'database' ? findLocks(source) : null;
  const names = [shown.name, connections?.name, locks?.name];
  return {
    id: `${shown.kind}:${shown.name}`,
    role,
    kind,
    name: kind === 'loop' ? null : shown.name,
    count: 1,
    servers: shown.servers,
    rank: source.structure.find((each) => each.name === shown.name && each.kind === shown.kind)?.utilisation ?? 0,
    perWorker: role === 'guest' ? shown.servers / source.scale.count : null,
    figures: resource && readFigures(resource, source.bucket),
    connections,
    locks,
    bottleneck: source.bottleneck !== null && names.includes(source.bottleneck),
  };
}

function findConnections(source: SystemSource) {
  const shown = (source.resources ?? source.structure).find(({ kind }) => kind === 'connections');
  if (shown === undefined) return null;
  const resource = source.resources?.find(({ kind }) => kind === 'connections') ?? null;
  const utilisation = resource === null ? null : atBucket(resource.series.utilisation, source.bucket, resource.utilisation);
  return { name: shown.name, servers: shown.servers, utilisation, errors: resource?.errors ?? 0 };
}

function findLocks({ resources, bucket }: SystemSource): SystemNode['locks'] {
  const rows = resources?.find(({ kind }) => kind === 'rows');
  if (rows === undefined) return null;
  const { meanWaitMs, queue } = readFigures(rows, bucket);
  return { name: rows.name, meanWaitMs, queue };
}

function atBucket(series: readonly number[], bucket: number | null, otherwise: number): number {
  return bucket === null ? otherwise : (series[bucket] ?? 0);
}

function readFigures(resource: ResourceReport, bucket: number | null): NodeFigures {
  const utilisation = atBucket(resource.series.utilisation, bucket, resource.utilisation);
  return {
    utilisation,
    level: levelOf(utilisation),
    meanWaitMs: bucket === null ? resource.meanWaitMs : null,
    queue: atBucket(resource.series.queue, bucket, resource.maxQueue),
    errors: resource.errors,
  };
}

/** As the verdict counts it: a request that was given up is as late as its client's patience, even if nothing was answered. */
export function judgedP99Ms({ slo, latencyMs }: StageReport): number {
  return slo.find((row) => row.id === 'p99')?.value ?? latencyMs.p99;
}

/** Stage series count the simulated workers and begin with the warm-up; resources count the fleet and the window only. */
export function measureTraffic({ stage, bucket, scale, offeredRps, inFlight }: SystemSource): Traffic {
  const fleet = scale.count / scale.simulated;
  const running = { throughputRps: null, errorsRps: null, latencyMs: null, latencyIsP99: true };
  if (stage === null) return { offeredRps, ...running, open: inFlight === null ? null : inFlight * fleet };
  if (bucket === null) {
    const { throughputRps, errorRate } = stage;
    const { open, arrivals } = stage.series;
    // In a burst more arrive than are offered on average.
    const arrived = arrivals.slice(Math.round(stage.warmupSeconds * BUCKETS_PER_SECOND)).reduce((sum, count) => sum + count, 0) * fleet;
    return {
      offeredRps: stage.offeredRps,
      throughputRps,
      errorsRps: (errorRate * arrived) / stage.seconds,
      latencyMs: judgedP99Ms(stage),
      latencyIsP99: true,
      open: (open.at(-1) ?? 0) * fleet,
    };
  }
  const at = bucket + Math.round(stage.warmupSeconds * BUCKETS_PER_SECOND);
  const rateOf = (series: readonly number[]) => (series[at] ?? 0) * fleet * BUCKETS_PER_SECOND;
  return {
    offeredRps: rateOf(stage.series.arrivals),
    throughputRps: rateOf(stage.series.completions),
    errorsRps: rateOf(stage.series.errors),
    latencyMs: stage.series.latencyMs[at] ?? 0,
    latencyIsP99: false,
    open: (stage.series.open[at] ?? 0) * fleet,
  };
}

/** Pools lead to what they hold connections to; threads, locks, semaphores and queues are passed inside the worker. */
function connectNodes(nodes: readonly SystemNode[], source: SystemSource, traffic: Traffic): SystemEdge[] {
  const workers = nodes.find((node) => node.role === 'workers');
  if (workers === undefined) return [];
  const backends = nodes.filter((node) => node.role === 'backend');
  const edges: SystemEdge[] = [
    { from: 'clients', to: 'balancer', rps: traffic.offeredRps, among: 1 },
    { from: 'balancer', to: workers.id, rps: traffic.offeredRps, among: 1 },
  ];
  const rateTo = (backend: SystemNode) => {
    const calls = countCalls(backend, source.traces, backends);
    return calls === null || traffic.throughputRps === null ? null : calls * traffic.throughputRps;
  };
  const kindReached = (guest: SystemNode) => (guest.kind === 'pool' ? poolReaches(guest) : null);
  const guests = nodes.filter((node) => node.role === 'guest');
  for (const guest of guests) {
    const kind = kindReached(guest);
    const reached = backends.filter((backend) => backend.kind === kind);
    const among = kind === null ? 1 : guests.filter((other) => kindReached(other) === kind).length;
    edges.push({ from: workers.id, to: guest.id, rps: reached.length === 0 ? null : sumRates(reached.map(rateTo)), among });
    for (const backend of reached) edges.push({ from: guest.id, to: backend.id, rps: rateTo(backend), among });
  }
  for (const backend of backends) {
    if (!edges.some((edge) => edge.to === backend.id)) edges.push({ from: workers.id, to: backend.id, rps: rateTo(backend), among: 1 });
  }
  return edges;
}

/** What the connections of a pool lead to. */
function poolReaches(node: SystemNode): NodeKind {
  if (/redis/i.test(node.name ?? '')) return 'cache';
  return /http|client/i.test(node.name ?? '') ? 'service' : 'database';
}

function sumRates(rates: readonly (number | null)[]): number | null {
  return rates.some((rate) => rate === null) ? null : rates.reduce<number>((sum, rate) => sum + (rate ?? 0), 0);
}

/** Calls of one request, from the sampled ones. */
function countCalls(backend: SystemNode, traces: readonly TraceReport[], backends: readonly SystemNode[]): number | null {
  if (traces.length === 0) return null;
  const services = backends.filter((other) => other.kind === 'service').length;
  const counts = (span: TraceReport['spans'][number]) =>
    backend.kind === 'database'
      ? span.kind === 'query'
      : backend.kind === 'cache'
        ? span.kind === 'cache'
        : span.kind === 'http' && (services === 1 || span.label.includes(backend.name ?? ''));
  const calls = traces.reduce((sum, trace) => sum + trace.spans.filter(counts).length, 0);
  return calls / traces.length;
}
