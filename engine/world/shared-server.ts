// One server that cannot be divided (the cache's single thread), shared by the simulated workers and the rest of the fleet.
// Stretching its service, as a station does, would make a few long customers of many short ones, and those wait longer.
// Instead each customer of the simulated workers brings those of the others along: as many as there are more of them, with
// the same service, at times of their own within SPREAD_NS. First come first served, so a customer's beginning is known when
// it arrives.
import { EventList } from '../event-list.ts';
import { Meter, type MeterWindow } from '../meter.ts';
import type { RandomStream } from '../random.ts';

/** Long beside a request of several calls, which would otherwise be a burst of the whole fleet; short beside changes of the load (modelled). */
const SPREAD_NS = 100_000_000;

export class SharedServer {
  readonly meter: Meter;
  readonly #othersPerCustomer: number;
  readonly #stream: RandomStream;
  /** Customers that are still to come, with their service. */
  readonly #coming = new EventList();
  #freeNs = 0;
  #owed = 0;

  /** scale: simulated / count. */
  constructor(scale: number, stream: RandomStream, window: MeterWindow) {
    this.meter = new Meter(window);
    this.#othersPerCustomer = 1 / scale - 1;
    this.#stream = stream;
  }

  /** When a customer that arrives now will be served, ns. `take` follows at once. */
  beginOf(nowNs: number): number {
    while (this.#coming.peekNs() <= nowNs && this.#coming.next()) this.#serve(this.#coming.timeNs, this.#coming.a);
    return Math.max(nowNs, this.#freeNs);
  }

  /** The customer that arrived at nowNs is served for so long. */
  take(nowNs: number, serviceNs: number): void {
    this.#book(nowNs, Math.max(nowNs, this.#freeNs), serviceNs);
    this.#serve(nowNs, serviceNs);
    this.#bringOthers(nowNs, serviceNs);
  }

  /** A customer that will arrive at atNs, told of now. Returns when it will be served, as far as is known now. */
  expect(nowNs: number, atNs: number, serviceNs: number): number {
    const beginNs = Math.max(atNs, this.beginOf(nowNs));
    this.#book(atNs, beginNs, serviceNs);
    this.#coming.schedule(atNs, 0, serviceNs, 0);
    this.#bringOthers(atNs, serviceNs);
    return beginNs;
  }

  #serve(arrivedNs: number, serviceNs: number): void {
    const beginNs = Math.max(arrivedNs, this.#freeNs);
    this.#freeNs = beginNs + serviceNs;
    this.meter.busyBetween(beginNs, this.#freeNs);
  }

  #book(arrivedNs: number, beginNs: number, serviceNs: number): void {
    const waitedNs = beginNs - arrivedNs;
    this.meter.waited(beginNs, waitedNs);
    if (waitedNs <= 0) return;
    this.meter.queuedBetween(arrivedNs, beginNs);
    // The line holds the fleet; the books count the simulated share of it.
    this.meter.noteQueue(arrivedNs, waitedNs / Math.max(1, serviceNs) / (this.#othersPerCustomer + 1));
  }

  #bringOthers(fromNs: number, serviceNs: number): void {
    this.#owed += this.#othersPerCustomer;
    for (; this.#owed >= 1; this.#owed--) this.#coming.schedule(fromNs + Math.round(this.#stream.uniform() * SPREAD_NS), 0, serviceNs, 0);
  }
}
