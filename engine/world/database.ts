// The database's time. Rows and errors are Postgres's own (DatabasePort); a statement costs the plan that Postgres chose:
//   half a round trip, then a core for planCost * costUnitUs + rows * rowUs, then pg_sleep without a core, then half a round trip.
// Cores are a station. Beyond the knee service takes longer (contention). docs/database-time.md says what is modelled.
import type { DatabasePort } from '../database-port.ts';
import { SYSCALL } from '../guest-port.ts';
import type { MeterWindow } from '../meter.ts';
import { Meter } from '../meter.ts';
import { Station } from '../station.ts';
import { HAPPENING, type Surroundings } from './happening.ts';
import type { Operation, OperationTable } from './operation.ts';
import type { DatabaseWorld } from './world.ts';

/** Extra service time per backend beyond the cores, at fleet scale (coherency of the Universal Scalability Law; modelled). */
const CONTENTION_PER_BACKEND = 0.0005;
/** A pool's reset on release: one round trip and next to no work (modelled). */
const RESET_SERVICE_NS = 10_000;
/** pg_sleep wakes up late by a timer's slack and a process switch (measured 0.5 to 0.65 ms, docs/fidelity.md). */
const SLEEP_SLACK_NS = 600_000;
const PARAMETERS = '\u0001';

/** Half round trips from the end of a connection's set-up to the client's first statement: three round trips in all, for TCP,
 *  TLS or start-up packet, and authentication; the first half is the way to the server. */
const HANDSHAKE_TRIPS = 5;
const NO_CONNECTION = JSON.stringify({ sqlstate: '08003', severity: 'ERROR', message: 'connection does not exist' });

export const TOO_MANY_CLIENTS = JSON.stringify({ sqlstate: '53300', severity: 'FATAL', message: 'sorry, too many clients already' });

export class DatabaseServer {
  readonly cores: Station;
  readonly connections: Meter;
  /** Connections that the simulated workers may hold together. */
  readonly maxConnections: number;
  readonly #world: DatabaseWorld;
  readonly #port: DatabasePort;
  readonly #operations: OperationTable;
  readonly #around: Surroundings;
  readonly #scale: number;
  readonly #halfTripNs: number;
  readonly #sessions = new Set<number>();
  /** Statements sent while another one of the same session runs: they take their turns (pipelining). */
  readonly #pipelines = new Map<number, Operation[]>();
  /** Sessions that blocking callers close ahead of time: when, ns. */
  readonly #closing = new Map<number, number>();
  #connecting = 0;

  constructor(
    world: DatabaseWorld,
    port: DatabasePort,
    operations: OperationTable,
    around: Surroundings,
    scale: number,
    window: MeterWindow,
  ) {
    this.#world = world;
    this.#port = port;
    this.#operations = operations;
    this.#around = around;
    this.#scale = scale;
    this.#halfTripNs = Math.round((world.roundTripMs * 1e6) / 2);
    this.cores = new Station(world.cores * scale, window);
    this.connections = new Meter(window);
    this.maxConnections = Math.max(1, Math.round(world.maxConnections * scale));
  }

  /** A blocking caller closes its session at a moment that lies ahead. */
  closeAt(session: number, atNs: number): void {
    if (!this.#sessions.has(session)) return;
    this.#closing.set(session, atNs);
    this.#around.schedule(atNs, HAPPENING.DATABASE_CLOSE, session);
  }

  /** A blocking caller's operation, answered at once. Returns when its answer is there, ns. */
  answerNow(operation: Operation, askedNs: number, nowNs: number): number {
    if (operation.kind === SYSCALL.DB_QUERY && operation.b === 1) {
      operation.b = 0;
      return askedNs + 2 * this.#halfTripNs + RESET_SERVICE_NS;
    }
    const arrivedNs = askedNs + this.#halfTripNs;
    const connect = operation.kind === SYSCALL.DB_CONNECT;
    if (!this.#admit(operation, arrivedNs)) return arrivedNs + this.#halfTripNs;
    const serviceNs = this.#serviceNs(operation, arrivedNs);
    const beginNs = this.cores.reserve(nowNs, arrivedNs, serviceNs);
    operation.queueNs = beginNs - arrivedNs;
    this.#around.schedule(beginNs, HAPPENING.RESERVED_BEGIN, operation.id);
    this.#around.schedule(beginNs + serviceNs, HAPPENING.RESERVED_END, operation.id);
    if (connect) {
      operation.b = this.#port.openSession();
      this.#sessions.add(operation.b);
      this.#countConnections(nowNs);
    }
    return beginNs + serviceNs + operation.sleepNs + (connect ? HANDSHAKE_TRIPS : 1) * this.#halfTripNs;
  }

  reservedBegin(operation: Operation, nowNs: number): void {
    this.cores.seize(nowNs, operation.queueNs);
  }

  reservedEnd(_operation: Operation, nowNs: number): void {
    this.#nextInLine(nowNs);
  }

  submit(operation: Operation, nowNs: number): void {
    if (operation.kind === SYSCALL.DB_QUERY && operation.b === 1) {
      operation.b = 0;
      this.#around.complete(operation, nowNs, 2 * this.#halfTripNs + RESET_SERVICE_NS);
      return;
    }
    this.#around.schedule(nowNs + this.#halfTripNs, HAPPENING.DATABASE_ARRIVAL, operation.id);
  }

  /** A message reached the server. */
  arrive(operation: Operation, nowNs: number): void {
    if (!this.#admit(operation, nowNs)) {
      this.#around.complete(operation, nowNs, this.#halfTripNs);
      return;
    }
    if (operation.kind === SYSCALL.DB_CONNECT) {
      this.#connecting++;
      this.#countConnections(nowNs);
    } else {
      const pipeline = this.#pipelines.get(operation.handle);
      if (pipeline) {
        pipeline.push(operation);
        return;
      }
      this.#pipelines.set(operation.handle, []);
    }
    this.#enter(operation, nowNs);
  }

  /** False: refused, and the operation has its answer. */
  #admit(operation: Operation, nowNs: number): boolean {
    if (operation.kind === SYSCALL.DB_CONNECT) {
      let closed = 0;
      for (const atNs of this.#closing.values()) if (atNs <= nowNs) closed++;
      if (this.#sessions.size - closed + this.#connecting < this.maxConnections) return true;
      this.connections.failed(nowNs);
      operation.answer = TOO_MANY_CLIENTS;
    } else {
      if (this.#sessions.has(operation.handle)) return true;
      operation.answer = NO_CONNECTION;
    }
    operation.a = 1;
    return false;
  }

  #enter(operation: Operation, nowNs: number): void {
    if (this.cores.arrive(nowNs, operation.id)) this.#serve(operation, nowNs);
    else operation.queuedSinceNs = nowNs;
  }

  /** A core is done: it takes the next one in line. */
  served(operation: Operation, nowNs: number): void {
    this.#nextInLine(nowNs);
    if (operation.kind === SYSCALL.DB_CONNECT) {
      this.#connecting--;
      if (operation.cancelled) {
        this.#countConnections(nowNs);
        this.#operations.remove(operation);
        return;
      }
      operation.b = this.#port.openSession();
      this.#sessions.add(operation.b);
      this.#around.complete(operation, nowNs, HANDSHAKE_TRIPS * this.#halfTripNs);
    } else if (operation.sleepNs > 0) {
      this.#around.schedule(nowNs + operation.sleepNs, HAPPENING.DATABASE_SLEPT, operation.id);
    } else {
      this.#done(operation, nowNs);
    }
  }

  #nextInLine(nowNs: number): void {
    const next = this.cores.depart(nowNs);
    if (next < 0) return;
    const waiting = this.#operations.get(next);
    waiting.queueNs += this.cores.waitedNs;
    waiting.queuedSinceNs = -1;
    this.#serve(waiting, nowNs);
  }

  slept(operation: Operation, nowNs: number): void {
    this.#done(operation, nowNs);
  }

  /** A statement is over: its answer sets out, and the session takes the next one that was sent. */
  #done(operation: Operation, nowNs: number): void {
    this.#around.complete(operation, nowNs, this.#halfTripNs);
    const pipeline = this.#pipelines.get(operation.handle);
    const next = pipeline?.shift();
    if (next) this.#enter(next, nowNs);
    else this.#pipelines.delete(operation.handle);
  }

  close(session: number, nowNs: number): void {
    if (!this.#sessions.delete(session)) return;
    this.#closing.delete(session);
    this.#port.closeSession(session);
    this.#countConnections(nowNs);
  }

  /** Nobody waits for the operation any more: its connection is lost. Returns true if it left the line at once. */
  cancel(operation: Operation, nowNs: number): boolean {
    if (operation.kind === SYSCALL.DB_QUERY) this.close(operation.handle, nowNs);
    if (operation.queuedSinceNs < 0) return false;
    this.cores.cancel(nowNs, operation.id);
    operation.queuedSinceNs = -1;
    if (operation.kind === SYSCALL.DB_CONNECT) {
      this.#connecting--;
      this.#countConnections(nowNs);
    }
    return true;
  }

  #serve(operation: Operation, nowNs: number): void {
    this.#around.schedule(nowNs + this.#serviceNs(operation, nowNs), HAPPENING.DATABASE_SERVED, operation.id);
  }

  /** Runs the operation and says how long it keeps a core, ns. */
  #serviceNs(operation: Operation, nowNs: number): number {
    let coreUs: number;
    if (operation.kind === SYSCALL.DB_CONNECT) {
      coreUs = this.#world.connectMs * 1000;
    } else if (!this.#sessions.has(operation.handle)) {
      // The connection was closed while the statement waited for a core.
      coreUs = 0;
    } else {
      const separator = operation.text.lastIndexOf(PARAMETERS);
      const sql = separator < 0 ? operation.text : operation.text.slice(0, separator);
      const parameters = separator < 0 ? '[]' : operation.text.slice(separator + 1);
      this.#port.setVirtualTime(nowNs);
      const answer = this.#port.run(operation.handle, sql, parameters || '[]');
      operation.a = answer.ok ? 0 : 1;
      operation.b = answer.resultId;
      operation.answer = answer.text;
      operation.sleepNs = answer.sleepMs > 0 ? Math.round(answer.sleepMs * 1e6) + SLEEP_SLACK_NS : 0;
      coreUs = answer.planCost * this.#world.costUnitUs + answer.rows * this.#world.rowUs;
    }
    const active = (this.cores.busy + this.cores.waiting) / this.#scale;
    const contention = 1 + CONTENTION_PER_BACKEND * Math.max(0, active - this.#world.cores);
    return Math.round(coreUs * 1000 * this.cores.stretch * contention);
  }

  #countConnections(nowNs: number): void {
    this.connections.set(nowNs, this.#sessions.size + this.#connecting, 0);
  }
}
