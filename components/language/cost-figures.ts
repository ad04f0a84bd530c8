// The world's figures, as the sentences about costs name them.
import type { Latency, ServiceWorld, World } from '#engine/world/world.ts';
import { formatMs, formatQuantity } from '../results/format.ts';

/** A name in every sentence's {braces}; a sentence takes what it needs. */
export type CostFigures = Readonly<Record<string, string>>;

/** Messages to open a connection before the first statement (engine/world/database.ts). */
const CONNECT_ROUND_TRIPS = 3;

/** The time that a service usually takes, in ms; null if the request itself says it. */
function typicalMs(latency: Latency): number | null {
  if ('fixedMs' in latency) return latency.fixedMs;
  if ('exponentialMs' in latency) return latency.exponentialMs;
  return 'lognormal' in latency ? latency.lognormal.medianMs : null;
}

function describe(service: ServiceWorld): string {
  const name = service.baseUrl.replace(/^https?:\/\//, '');
  const answer = typicalMs(service.latency);
  return answer === null ? name : `${name} ≈ ${formatMs(service.roundTripMs + answer)}`;
}

const slowest = (values: readonly number[]) => Math.max(0, ...values);

export function costFigures({ cache, database, services, workers }: World): CostFigures {
  const cpu = workers.libraryCpuUs;
  return {
    roundTrip: formatMs(database.roundTripMs),
    queryCpu: formatMs(cpu.databaseCall / 1000),
    resetCpu: formatMs(cpu.databaseReset / 1000),
    connect: formatMs(CONNECT_ROUND_TRIPS * database.roundTripMs + database.connectMs),
    connectCpu: formatMs(cpu.databaseConnect / 1000),
    maxConnections: formatQuantity(database.maxConnections),
    workers: formatQuantity(workers.count),
    services: services.map(describe).join(', '),
    httpConnect: formatMs(slowest(services.map((service) => service.connectMs))),
    httpCpu: formatMs(cpu.httpCall / 1000),
    clientCpu: formatMs(cpu.httpClient / 1000),
    cacheTrip: formatMs(cache.roundTripMs),
    cacheOperation: formatMs(cache.operationUs / 1000),
    cachePipelined: formatMs(cache.pipelinedUs / 1000),
    cacheCpu: formatMs(cpu.cacheCall / 1000),
    cacheCommandCpu: formatMs(cpu.cacheCommand / 1000),
    threadHop: formatMs(cpu.threadHop / 1000),
    threads: formatQuantity(workers.threadTokens),
    executorThreads: formatQuantity(Math.min(32, workers.cpuCount + 4)),
    requestCpu: formatMs(workers.requestCpuUs / 1000),
  };
}
