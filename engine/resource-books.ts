// The books of every resource of a stage. Shared resources are told at fleet scale.
import type { Meter } from './meter.ts';
import { ROW_LOCKS } from './request-times.ts';
import type { ResourceKind } from './resource-kind.ts';
import type { ResourceRecording, ResourceSoFar } from './stage.ts';
import { CACHE, type StageRun } from './stage-run.ts';

interface Book {
  readonly name: string;
  readonly kind: ResourceKind;
  readonly meter: Meter;
  /** Servers that are simulated; those of the fleet are told. */
  readonly simulatedServers: number;
  readonly servers: number;
}

export function closeMeters(run: StageRun): void {
  const end = run.nowNs;
  for (const meter of [
    run.database.cores.meter,
    run.database.lockBooks.meter,
    run.database.sessions.meter,
    ...run.services.map((service) => service.slots.meter),
  ])
    meter.finish(end);
}

/** Figures of the whole window, when the stage has ended. */
export function listResources(run: StageRun): ResourceRecording[] {
  return listBooks(run).map((book) => {
    const { meter } = book;
    const { utilisation, series } = meter.figures(book.simulatedServers, 1 / run.scale);
    return { ...describeBook(run, book), utilisation, totalWaitNs: meter.totalWaitNs, waits: meter.waits, series };
  });
}

/** Figures so far, inside the window. What is told only when it has ended (a connection given back) is not in them yet. */
export function resourcesSoFar(run: StageRun): ResourceSoFar[] {
  closeMeters(run);
  return listBooks(run).map((book) => ({
    ...describeBook(run, book),
    utilisation: book.meter.utilisationUntil(run.nowNs, book.simulatedServers),
  }));
}

function describeBook(run: StageRun, { name, kind, servers, meter }: Book) {
  const fleet = 1 / run.scale;
  return {
    name,
    kind,
    servers,
    meanWaitNs: meter.waits === 0 ? 0 : meter.totalWaitNs / meter.waits,
    maxQueue: Math.round(meter.maxQueue * fleet),
    errors: Math.round(meter.errors * fleet),
  };
}

function listBooks(run: StageRun): Book[] {
  const { database, services } = run;
  const { workers, database: databaseWorld } = run.options.world;
  return [
    { name: 'event loop', kind: 'loop', meter: run.loop, simulatedServers: run.workers.length, servers: workers.count },
    ...run.resources.all().map(({ name, kind, meter, servers }) => ({
      name,
      kind,
      meter,
      simulatedServers: servers,
      servers: Math.round(servers / run.scale),
    })),
    {
      name: 'database',
      kind: 'database',
      meter: database.cores.meter,
      simulatedServers: database.cores.servers,
      servers: databaseWorld.cores,
    },
    ...lockBook(database.lockBooks.meter),
    {
      name: 'connections',
      kind: 'connections',
      meter: database.sessions.meter,
      simulatedServers: database.sessions.most,
      servers: databaseWorld.maxConnections,
    },
    ...cacheBook(run),
    ...services.map(
      ({ name, slots, world }): Book => ({
        name,
        kind: 'service',
        meter: slots.meter,
        simulatedServers: slots.servers,
        servers: world.concurrency,
      }),
    ),
  ];
}

/** Row locks are no servers: busy is the share of time in which anybody waited for one. */
function lockBook(meter: Meter): Book[] {
  return meter.waits === 0 ? [] : [{ name: ROW_LOCKS, kind: 'rows', meter, simulatedServers: 1, servers: 1 }];
}

/** Every world has a cache; it is told of where a program uses it. */
function cacheBook({ cache }: StageRun): Book[] {
  if (!cache.used) return [];
  return [{ name: CACHE, kind: 'cache', meter: cache.thread.meter, simulatedServers: 1, servers: 1 }];
}
