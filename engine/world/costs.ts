// Declared CPU: from the world's microseconds to integer ns, by syscall. The guest gets the same table for its own clock.
import { type DeclaredCosts, HOW, HTTP_LIBRARY, SYSCALL } from '../guest-port.ts';
import type { World } from './world.ts';

/** A process that slept this long pays half of workers.wakeUpUs (fitted: CPU of an empty route at 150 to 5,000 requests/s, docs/fidelity.md). */
const WAKE_UP_HALF_NS = 2_000_000;

/** The machine for which the guest counts: userCodeUs of opcode_costs.py. */
const COUNTED_FOR_US = 1400;

/** Cold caches and a switch of context: the more, the longer the process slept. kernel.py has the same for blocking waits. */
export function wakeUpCost(mostNs: number, sleptNs: number): number {
  return mostNs === 0 || sleptNs <= 0 ? 0 : Math.round((mostNs * sleptNs) / (sleptNs + WAKE_UP_HALF_NS));
}

export function declaredCosts(world: World): DeclaredCosts {
  const { requestCpuUs, stepCpuUs, libraryCpuUs: library } = world.workers;
  const ns = (us: number) => Math.round(us * 1000);
  return {
    request: ns(requestCpuUs),
    // Every step costs more than zero, so that a spin still makes time pass.
    wakeUp: ns(world.workers.wakeUpUs),
    userCode: world.workers.userCodeUs / COUNTED_FOR_US,
    step: Math.max(1, ns(stepCpuUs)),
    databaseCall: ns(library.databaseCall),
    databaseRow: ns(library.databaseRow),
    databaseConnect: ns(library.databaseConnect),
    databaseReset: ns(library.databaseReset),
    httpCall: ns(library.httpCall),
    aiohttpCall: ns(library.aiohttpCall),
    requestsCall: ns(library.requestsCall),
    undiciCall: ns(library.undiciCall),
    httpConnect: ns(library.httpConnect),
    httpClient: ns(library.httpClient),
    threadHop: ns(library.threadHop),
    cacheCall: ns(library.cacheCall),
    cacheCommand: ns(library.cacheCommand),
    cacheConnect: ns(library.cacheConnect),
  };
}

/** ns that a syscall adds to the worker's local time, beyond what the guest counted. */
export function declaredCost(costs: DeclaredCosts, kind: number, a: number, b: number): number {
  switch (kind) {
    case SYSCALL.ACCEPT:
      return costs.request;
    case SYSCALL.DB_CONNECT:
      return b === HOW.AFTER_CANCEL ? Math.floor(costs.databaseConnect / 4) : costs.databaseConnect;
    case SYSCALL.DB_QUERY:
      return b === 1 ? costs.databaseReset : costs.databaseCall;
    case SYSCALL.HTTP_CONNECT:
      return costs.httpConnect;
    case SYSCALL.HTTP_REQUEST:
      return httpCallCost(costs, b);
    case SYSCALL.HTTP_CLIENT:
      return costs.httpClient;
    case SYSCALL.THREAD_HOP:
      return costs.threadHop;
    case SYSCALL.CACHE_CONNECT:
      return costs.cacheConnect;
    case SYSCALL.CACHE_CALL:
      return costs.cacheCall + Math.max(0, b - 1) * costs.cacheCommand;
    case SYSCALL.BLOCK:
      return a;
    default:
      return 0;
  }
}

function httpCallCost(costs: DeclaredCosts, library: number): number {
  if (library === HTTP_LIBRARY.aiohttp) return costs.aiohttpCall;
  if (library === HTTP_LIBRARY.undici) return costs.undiciCall;
  return library === HTTP_LIBRARY.requests ? costs.requestsCall : costs.httpCall;
}
