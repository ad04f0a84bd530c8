// The one building block of every resource: c servers and one line, first come first served. A station knows who is
// served and who waits; how long service takes is its owner's business. Fractional capacity (a shared resource scaled
// by simulated / count) keeps whole servers and stretches service time: servers * stretch = capacity.
import { Meter, type MeterWindow } from './meter.ts';
import { Reservations } from './reservations.ts';

/** What `depart` returns when nobody waits. Customers below it are strangers: they use servers, and are in no books. */
export const NOBODY = -1;

export class Station {
  /** As a rule. */
  readonly servers: number;
  /** Service takes this many times as long. */
  readonly stretch: number;
  readonly meter: Meter;
  /** Servers at present. */
  #open: number;
  #busy = 0;
  // The line, as a ring that grows: customers and when they came.
  #customers: number[] = [];
  #arrivals: number[] = [];
  #head = 0;
  #cancelled = new Set<number>();
  #waiting = 0;
  /** Of those that are served and that wait. */
  #strangersBusy = 0;
  #strangersWaiting = 0;
  #reservations: Reservations | null = null;

  constructor(capacity: number, window: MeterWindow) {
    this.servers = Math.max(1, Math.round(capacity));
    this.#open = this.servers;
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
    const stranger = customer < NOBODY;
    if (this.#busy < this.#open) {
      this.#busy++;
      if (stranger) this.#strangersBusy++;
      else this.meter.waited(nowNs, 0);
      this.#book(nowNs);
      return true;
    }
    if (stranger) this.#strangersWaiting++;
    this.#customers.push(customer);
    this.#arrivals.push(nowNs);
    this.#waiting++;
    this.#book(nowNs);
    return false;
  }

  /** Service for a blocking call that arrives at fromNs: when it begins, ns. `seize` and `depart` follow at its ends. */
  reserve(nowNs: number, fromNs: number, serviceNs: number): number {
    this.#reservations ??= new Reservations();
    this.#reservations.prune(nowNs);
    // Who waits already is served first; how long that takes is not known yet, so each counts like the one that asks.
    const aheadNs = this.#waiting === 0 ? 0 : Math.ceil(((this.#waiting + 1) * serviceNs) / this.#open);
    return this.#reservations.reserve(Math.max(fromNs, nowNs + aheadNs), serviceNs, this.#open);
  }

  /** A reserved service begins, also when all servers are busy: those who wait then wait longer. */
  seize(nowNs: number, waitedNs: number): void {
    this.#busy++;
    this.meter.waited(nowNs, waitedNs);
    this.#book(nowNs);
  }

  /** One service ended. Returns the customer whose service begins now, or NOBODY; `waitedNs` tells how long it waited. */
  depart(nowNs: number, ofStranger = false): number {
    if (ofStranger) this.#strangersBusy--;
    while (this.#busy <= this.#open && this.#head < this.#customers.length) {
      const customer = this.#customers[this.#head] as number;
      const arrived = this.#arrivals[this.#head] as number;
      this.#head++;
      if (this.#head > 1024 && this.#head * 2 > this.#customers.length) this.#compact();
      if (this.#cancelled.delete(customer)) continue;
      this.#waiting--;
      this.waitedNs = nowNs - arrived;
      if (customer < NOBODY) {
        this.#strangersWaiting--;
        this.#strangersBusy++;
      } else this.meter.waited(nowNs, this.waitedNs);
      this.#book(nowNs);
      return customer;
    }
    this.#busy--;
    this.#book(nowNs);
    return NOBODY;
  }

  /** From now on there are as many servers as `capacity` gives. Who is served stays so; with more servers `takeNext` follows. */
  resize(nowNs: number, capacity: number): void {
    this.#open = Math.max(1, Math.round(capacity));
    this.meter.setExtra(nowNs, this.#open - this.servers);
  }

  /** The customer whose service begins now because a server is free, or NOBODY. */
  takeNext(nowNs: number): number {
    if (this.#busy >= this.#open || this.#waiting === 0) return NOBODY;
    this.#busy++;
    return this.depart(nowNs);
  }

  /** Waiting time of the customer that `depart` returned last. */
  waitedNs = 0;

  /** A waiting customer leaves the line. Only for customers that do wait. */
  cancel(nowNs: number, customer: number): void {
    this.#cancelled.add(customer);
    this.#waiting--;
    this.#book(nowNs);
  }

  #book(nowNs: number): void {
    this.meter.set(nowNs, this.#busy - this.#strangersBusy, this.#waiting - this.#strangersWaiting);
  }

  #compact(): void {
    this.#customers = this.#customers.slice(this.#head);
    this.#arrivals = this.#arrivals.slice(this.#head);
    this.#head = 0;
  }
}
