// A stage without one of its limits. Cores, connections, slots and rates become more than anybody could use; CPU costs next to nothing. What a
// call takes when it does not wait (latency, round trips, a statement's own time) stays: that is no limit.
import type { Lift } from '#engine/lift.ts';
import type { ServiceWorld, World } from '#engine/world/world.ts';
import { LINES_PER_FILE } from '../figures.ts';
import type { Limit } from './choose-limit.ts';

/** More than a stage can have open. A number, as what is scaled must stay one. */
const PLENTY = 1_000_000;
/** A hundred times as fast: at no cost at all a loop that waits for the clock would never end. */
const CPU_SHARE = 0.01;

export interface LiftedStage {
  readonly world: World;
  readonly lift?: Lift;
}

export function liftLimit(world: World, limit: Limit, files: readonly string[]): LiftedStage {
  switch (limit.kind) {
    case 'database':
      return { world: { ...world, database: { ...world.database, cores: PLENTY } } };
    case 'connections':
      return { world: withConnections(world) };
    case 'cache':
      return { world: { ...world, cache: { ...world.cache, operationUs: world.cache.operationUs * CPU_SHARE, pipelinedUs: 0 } } };
    case 'service':
      return {
        world: { ...world, services: world.services.map((service) => (isNamed(service, limit.resource) ? liftService(service) : service)) },
      };
    case 'cpu':
      return { world: withFastCpu(world) };
    case 'rows':
      return { world, lift: { kind: 'rows' } };
    case 'step':
      return {
        world,
        lift: { kind: 'step', line: Math.max(0, files.indexOf(limit.file ?? '')) * LINES_PER_FILE + (limit.line ?? 0), what: limit.what },
      };
    case 'pool':
      // A pool without a bound would only run into the server's.
      return { world: withConnections(world), lift: { kind: 'guest', resource: 'pool', name: limit.resource } };
    default:
      return { world, lift: { kind: 'guest', resource: limit.kind, name: limit.resource } };
  }
}

function withConnections(world: World): World {
  return {
    ...world,
    database: { ...world.database, maxConnections: PLENTY },
    cache: { ...world.cache, maxConnections: PLENTY },
  };
}

function withFastCpu(world: World): World {
  const { workers } = world;
  const libraryCpuUs = Object.fromEntries(Object.entries(workers.libraryCpuUs).map(([name, us]) => [name, us * CPU_SHARE]));
  return {
    ...world,
    workers: {
      ...workers,
      requestCpuUs: workers.requestCpuUs * CPU_SHARE,
      wakeUpUs: workers.wakeUpUs * CPU_SHARE,
      stepCpuUs: workers.stepCpuUs * CPU_SHARE,
      userCodeUs: workers.userCodeUs * CPU_SHARE,
      libraryCpuUs: { ...workers.libraryCpuUs, ...libraryCpuUs },
    },
  };
}

/** Resources are named by base URL or by host. */
function isNamed({ baseUrl }: ServiceWorld, resource: string): boolean {
  const host = baseUrl.replace(/^https?:\/\//, '');
  return resource.startsWith(baseUrl) || resource.startsWith(host);
}

function liftService(service: ServiceWorld): ServiceWorld {
  return {
    ...service,
    concurrency: PLENTY,
    rateLimitPerSecond: Number.POSITIVE_INFINITY,
    routes: service.routes.map(({ concurrency: _slots, rateLimitPerSecond: _rate, ...route }) => route),
    brownOuts: service.brownOuts.map(({ concurrency: _slots, ...brownOut }) => brownOut),
  };
}
