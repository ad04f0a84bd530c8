// The connections of the load's clients to the service. Load is open-loop all the same: a request without a free connection waits at the
// client, first come, first served, and its latency counts from its arrival.
import type { RequestRecord } from '../request.ts';

export class ClientConnections {
  #free: number;
  /** In order of arrival; those before #next have left. */
  #waiting: RequestRecord[] = [];
  #next = 0;

  /** null: as many as there are requests. */
  constructor(connections: number | null) {
    this.#free = connections ?? Number.POSITIVE_INFINITY;
  }

  /** Whether the request may be sent now; otherwise it waits in line. */
  take(record: RequestRecord): boolean {
    if (this.#free > 0) {
      this.#free--;
      return true;
    }
    this.#waiting.push(record);
    return false;
  }

  /** A connection is free. Returns the request that is sent on it. */
  giveBack(): RequestRecord | undefined {
    const record = this.#leave();
    if (!record) this.#free++;
    return record;
  }

  /** The client of a waiting request gives up. All have the same patience, so it is the first in line. */
  giveUp(id: number): RequestRecord | undefined {
    return this.#waiting[this.#next]?.id === id ? this.#leave() : undefined;
  }

  #leave(): RequestRecord | undefined {
    const record = this.#waiting[this.#next];
    if (!record) return undefined;
    this.#next++;
    if (this.#next === this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
    }
    return record;
  }
}
