// The database's connections: who opened them, how many there may be, and which statements of one wait for another one of the same.
import { Meter, type MeterWindow } from '../meter.ts';
import type { Operation } from './operation.ts';

interface Session {
  /** The one that opened it. */
  readonly worker: number;
  /** A statement of it runs. */
  busy: boolean;
  /** Statements sent meanwhile: they take their turns (pipelining). */
  readonly pipeline: Operation[];
}

export class DatabaseSessions {
  /** Connections that are open or being opened. */
  readonly meter: Meter;
  /** Connections that the simulated workers may hold together. */
  readonly most: number;
  readonly #open = new Map<number, Session>();
  /** Those that were closed while statements were waiting for their turn. */
  readonly #closed = new Map<number, Session>();
  /** Sessions that blocking callers close ahead of time: when, ns. */
  readonly #closing = new Map<number, number>();
  #connecting = 0;

  constructor(most: number, window: MeterWindow) {
    this.most = most;
    this.meter = new Meter(window);
  }

  isOpen(session: number): boolean {
    return this.#open.has(session);
  }

  isOf(session: number, worker: number): boolean {
    return this.#open.get(session)?.worker === worker;
  }

  ofWorker(worker: number): number[] {
    return [...this.#open].filter(([, session]) => session.worker === worker).map(([id]) => id);
  }

  /** Whether there is room for one more. */
  admits(nowNs: number): boolean {
    let closed = 0;
    for (const atNs of this.#closing.values()) if (atNs <= nowNs) closed++;
    if (this.#open.size - closed + this.#connecting < this.most) return true;
    this.meter.failed(nowNs);
    return false;
  }

  /** A connection is being opened. */
  began(nowNs: number): void {
    this.#connecting++;
    this.#count(nowNs);
  }

  /** It is not any more; `opened` may follow. */
  ended(): void {
    this.#connecting--;
  }

  gaveUp(nowNs: number): void {
    this.#connecting--;
    this.#count(nowNs);
  }

  opened(session: number, worker: number): void {
    this.#open.set(session, { worker, busy: false, pipeline: [] });
  }

  /** A blocking caller opened one, at once. */
  openedAt(nowNs: number): void {
    this.#count(nowNs);
  }

  /** A blocking caller closes it at a moment that lies ahead. */
  willClose(session: number, atNs: number): void {
    this.#closing.set(session, atNs);
  }

  /** False: it is not open. */
  close(session: number, nowNs: number): boolean {
    const closed = this.#open.get(session);
    if (!closed) return false;
    this.#open.delete(session);
    if (closed.pipeline.length > 0) this.#closed.set(session, closed);
    this.#closing.delete(session);
    this.#count(nowNs);
    return true;
  }

  /** True: the statement runs now. False: it waits for the one that runs. */
  begin(operation: Operation): boolean {
    const session = this.#open.get(operation.handle) as Session;
    if (session.busy) {
      session.pipeline.push(operation);
      return false;
    }
    session.busy = true;
    return true;
  }

  /** A statement of the session is over: the next one of it, if there is one, which runs now. */
  next(id: number): Operation | undefined {
    const session = this.#open.get(id) ?? this.#closed.get(id);
    if (!session) return undefined;
    const next = session.pipeline.length > 0 ? session.pipeline.shift() : undefined;
    session.busy = next !== undefined;
    if (!next) this.#closed.delete(id);
    return next;
  }

  #count(nowNs: number): void {
    this.meter.set(nowNs, this.#open.size + this.#connecting, 0);
  }
}
