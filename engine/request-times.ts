// Where requests that were answered spent their time: each with its own spans, so that a share of it has the same requests above
// and below the line. What the spans leave open was spent on what somebody else has under way: a shared call, a timer.
import type { RequestRecord, RequestSpan } from './request.ts';
import type { RequestTimes } from './stage.ts';

interface Sums {
  queueNs: number;
  serviceNs: number;
  count: number;
}

export class RequestTimesBook {
  #requests = 0;
  #latencyNs = 0;
  #elsewhereNs = 0;
  #callers = 0;
  readonly #resources = new Map<string, Sums>();

  add({ arrivedNs, spans }: RequestRecord, answeredNs: number): void {
    this.#requests++;
    this.#latencyNs += answeredNs - arrivedNs;
    let called = false;
    for (const { resource, queueNs, lockNs, startNs, endNs, kind } of spans) {
      if (kind === 'http') called = true;
      this.#book(resource, queueNs - lockNs, Math.max(0, endNs - startNs - queueNs));
      if (lockNs > 0) this.#book(ROW_LOCKS, lockNs, 0);
    }
    if (called) this.#callers++;
    else this.#elsewhereNs += uncoveredNs(spans, arrivedNs, answeredNs);
  }

  list(): RequestTimes {
    return {
      requests: this.#requests,
      latencyNs: this.#latencyNs,
      callers: this.#callers,
      elsewhereNs: this.#elsewhereNs,
      resources: [...this.#resources].map(([resource, sums]) => ({ resource, ...sums })),
    };
  }

  #book(resource: string, queueNs: number, serviceNs: number): void {
    const sums = this.#resources.get(resource);
    if (sums) {
      sums.queueNs += queueNs;
      sums.serviceNs += serviceNs;
      sums.count++;
    } else this.#resources.set(resource, { queueNs, serviceNs, count: 1 });
  }
}

/** Name of the resource that stands for all locks of the database. */
export const ROW_LOCKS = 'row locks';

function uncoveredNs(spans: readonly RequestSpan[], fromNs: number, toNs: number): number {
  let coveredNs = 0;
  let reachedNs = fromNs;
  for (const { startNs, endNs } of [...spans].sort((a, b) => a.startNs - b.startNs)) {
    const begin = Math.max(startNs, reachedNs);
    const end = Math.min(endNs, toNs);
    if (end <= begin) continue;
    coveredNs += end - begin;
    reachedNs = end;
  }
  return toNs - fromNs - coveredNs;
}
