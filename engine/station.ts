// The one building block of every resource: c servers and one line, first come first served. A station knows who is
// served and who waits; how long service takes is its owner's business. Fractional capacity (a shared resource scaled
// by simulated / count) keeps whole servers and stretches service time: servers * stretch = capacity.
import { Meter, type MeterWindow } from './meter.ts';
import { Reservations } from './reservations.ts';

export class Station {
  readonly servers: number;
  /** Service takes this many times as long. */
  readonly stretch: number;
  readonly meter: Meter;
  #busy = 0;
  // The line, as a ring that grows: customers and when they came.
  #customers: number[] = [];
  #arrivals: number[] = [];
  #head = 0;
  #cancelled = new Set<number>();
  #waiting = 0;
  #reservations: Reservations | null = null;

  constructor(capacity: number, window: MeterWindow) {
    this.servers = Math.max(1, Math.round(capacity));
    this.stretch = this.servers / capacity;
    this.meter = new Meter(window);
  }

  get busy(): number {
    return this.#busy;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** True: service begins now. False: the customer waits. */
  arrive(nowNs: number, customer: number): boolean {
    if (this.#busy < this.servers) {
      this.#busy++;
      this.meter.waited(nowNs, 0);
      this.meter.set(nowNs, this.#busy, this.#waiting);
      return true;
    }
    this.#customers.push(customer);
    this.#arrivals.push(nowNs);
    this.#waiting++;
    this.meter.set(nowNs, this.#busy, this.#waiting);
    return false;
  }

  /** Service for a blocking call that arrives at fromNs: when it begins, ns. `seize` and `depart` follow at its ends. */
  reserve(nowNs: number, fromNs: number, serviceNs: number): number {
    this.#reservations ??= new Reservations(this.servers);
    this.#reservations.prune(nowNs);
    // Who waits already is served first; how long that takes is not known yet, so each counts like the one that asks.
    const aheadNs = this.#waiting === 0 ? 0 : Math.ceil(((this.#waiting + 1) * serviceNs) / this.servers);
    return this.#reservations.reserve(Math.max(fromNs, nowNs + aheadNs), serviceNs);
  }

  /** A reserved service begins, also when all servers are busy: those who wait then wait longer. */
  seize(nowNs: number, waitedNs: number): void {
    this.#busy++;
    this.meter.waited(nowNs, waitedNs);
    this.meter.set(nowNs, this.#busy, this.#waiting);
  }

  /** One service ended. Returns the customer whose service begins now, -1 if nobody waits; `waitedNs` tells how long. */
  depart(nowNs: number): number {
    while (this.#busy <= this.servers && this.#head < this.#customers.length) {
      const customer = this.#customers[this.#head] as number;
      const arrived = this.#arrivals[this.#head] as number;
      this.#head++;
      if (this.#head > 1024 && this.#head * 2 > this.#customers.length) this.#compact();
      if (this.#cancelled.delete(customer)) continue;
      this.#waiting--;
      this.waitedNs = nowNs - arrived;
      this.meter.waited(nowNs, this.waitedNs);
      this.meter.set(nowNs, this.#busy, this.#waiting);
      return customer;
    }
    this.#busy--;
    this.meter.set(nowNs, this.#busy, this.#waiting);
    return -1;
  }

  /** Waiting time of the customer that `depart` returned last. */
  waitedNs = 0;

  /** A waiting customer leaves the line. Only for customers that do wait. */
  cancel(nowNs: number, customer: number): void {
    this.#cancelled.add(customer);
    this.#waiting--;
    this.meter.set(nowNs, this.#busy, this.#waiting);
  }

  #compact(): void {
    this.#customers = this.#customers.slice(this.#head);
    this.#arrivals = this.#arrivals.slice(this.#head);
    this.#head = 0;
  }
}
