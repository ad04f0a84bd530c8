// The database's time. Rows and errors are Postgres's own (DatabasePort); a statement costs the plan that Postgres chose:
//   half a round trip, then a core for planCost * costUnitUs + rows * rowUs + bytes / 1024 * kbUs + changed rows * writeRowUs, then pg_sleep and
//   the commit's write to disk without a core, then half a round trip.
// Cores are a station. Beyond the knee service takes longer (contention). docs/database-time.md says what is modelled.
import { ConnectionRefusal, type DatabasePort, type LockWish } from '../database-port.ts';
import { HOW, SYSCALL } from '../guest-port.ts';
import type { MeterWindow } from '../meter.ts';
import { NOBODY, Station } from '../station.ts';
import { DatabaseSessions } from './database-sessions.ts';
import { HAPPENING, type Surroundings } from './happening.ts';
import { LineTables } from './line-tables.ts';
import { LockBooks } from './lock-books.ts';
import type { Operation, OperationTable } from './operation.ts';
import { RowLocks } from './row-locks.ts';
import { StatementGuard } from './statement-guard.ts';
import type { DatabaseWorld } from './world.ts';

/** Extra service time per backend beyond the cores, at fleet scale (coherency of the Universal Scalability Law; modelled). */
const CONTENTION_PER_BACKEND = 0.0005;
/** A pool's reset on release: one round trip and next to no work (modelled). */
const RESET_SERVICE_NS = 10_000;
/** pg_sleep wakes up late by a timer's slack and a process switch (measured 0.5 to 0.65 ms, docs/fidelity.md). */
const SLEEP_SLACK_NS = 600_000;
const PARAMETERS = '\u0001';
/** Share of a written row's core time that COPY needs: no parsing, binding and planning by row (modelled; Postgres manual, 14.4). */
const COPY_SHARE = 0.2;
/** Share of a statement's core time that each further command of the same text needs (300 INSERTs in three texts: 11 us each, alone 17). */
const FURTHER_SHARE = 0.1;
/** Postgres' default: a statement waits so long for a lock before it looks for a deadlock. */
const DEADLOCK_TIMEOUT_NS = 1_000_000_000;
/** Sessions are told as process numbers from here. */
const PROCESS_BASE = 1000;
const LOCK_TIMEOUT = JSON.stringify({ severity: 'ERROR', sqlstate: '55P03', message: 'canceling statement due to lock timeout' });
const STATEMENT_TIMEOUT = JSON.stringify({ severity: 'ERROR', sqlstate: '57014', message: 'canceling statement due to statement timeout' });
const BLOCKING_LOCK =
  'a blocking query waits for a row that a transaction of the same event loop has locked: the loop stands still, so that transaction can never end';

/** Half round trips from the end of a connection's set-up to the client's first statement: three round trips in all, for TCP,
 *  TLS or start-up packet, and authentication; the first half is the way to the server. */
const HANDSHAKE_TRIPS = 5;
const NO_CONNECTION = JSON.stringify({ sqlstate: '08003', severity: 'ERROR', message: 'connection does not exist' });

export const TOO_MANY_CLIENTS = JSON.stringify({ sqlstate: '53300', severity: 'FATAL', message: 'sorry, too many clients already' });

export class DatabaseServer {
  readonly cores: Station;
  readonly sessions: DatabaseSessions;
  readonly #world: DatabaseWorld;
  readonly #port: DatabasePort;
  readonly #operations: OperationTable;
  readonly #around: Surroundings;
  readonly #scale: number;
  readonly #halfTripNs: number;
  /** Core time of all statements: without contention, and with it, µs. */
  coreUs = 0;
  contendedUs = 0;
  readonly lockBooks: LockBooks;
  readonly scans = new LineTables();
  readonly #locks = new RowLocks();
  readonly #guard: StatementGuard;
  /** What each statement waits for, by operation. */
  readonly #wishes = new Map<number, LockWish>();
  /** Names that hold the locks of blocking callers' transactions until their end, counted down: never a session's. */
  #nextHolder = -1;

  constructor(
    world: DatabaseWorld,
    port: DatabasePort,
    operations: OperationTable,
    around: Surroundings,
    scale: number,
    window: MeterWindow,
    /** Whether statements pass by whoever holds their rows (lift.ts). */
    private readonly rowsLifted = false,
  ) {
    this.#world = world;
    this.#port = port;
    this.#operations = operations;
    this.#around = around;
    this.#scale = scale;
    this.#halfTripNs = Math.round((world.roundTripMs * 1e6) / 2);
    this.cores = new Station(world.cores * scale, window);
    this.sessions = new DatabaseSessions(Math.max(1, Math.round(world.maxConnections * scale)), window);
    this.lockBooks = new LockBooks(window);
    this.#guard = new StatementGuard(this.#locks, (operation, { planCost, rows, bytes, changedRows, commands = 1 }) => {
      const writeUs = changedRows * world.writeRowUs * (operation.how === HOW.COPY ? COPY_SHARE : 1);
      const statementUs = world.statementUs * (1 + (commands - 1) * FURTHER_SHARE);
      return this.#coreNs(statementUs + planCost * world.costUnitUs + rows * world.rowUs + (bytes / 1024) * world.kbUs + writeUs);
    });
  }

  /** A blocking caller closes its session at a moment that lies ahead. */
  closeAt(session: number, atNs: number): void {
    if (!this.sessions.isOpen(session)) return;
    this.sessions.willClose(session, atNs);
    // Who blocks next, ahead of time too, knows until when it holds its locks.
    const holder = this.#nextHolder--;
    this.#locks.handOver(session, holder, atNs);
    this.#around.schedule(atNs, HAPPENING.LOCKS_RELEASED, holder);
    this.#around.schedule(atNs, HAPPENING.DATABASE_CLOSE, session);
  }

  /** A blocking caller's operation, answered at once. Returns when its answer is there, ns. */
  answerNow(operation: Operation, askedNs: number, nowNs: number, onLoop: boolean): number {
    if (operation.how === HOW.RESET) {
      this.#reset(operation, askedNs);
      return askedNs + 2 * this.#halfTripNs + RESET_SERVICE_NS + Math.round(this.#world.statementUs * 1000);
    }
    const arrivedNs = askedNs + this.#halfTripNs;
    const connect = operation.kind === SYSCALL.DB_CONNECT;
    if (!this.#admit(operation, arrivedNs)) return arrivedNs + this.#halfTripNs;
    if (!connect) this.#startClock(operation, arrivedNs);
    const { serviceNs, atNs } = this.#attemptAhead(operation, arrivedNs, onLoop);
    const beginNs = this.cores.reserve(nowNs, atNs, serviceNs);
    operation.queueNs = beginNs - arrivedNs;
    this.#around.schedule(beginNs, HAPPENING.RESERVED_BEGIN, operation.id);
    this.#around.schedule(beginNs + serviceNs, HAPPENING.RESERVED_END, operation.id);
    const endNs = beginNs + serviceNs + operation.sleepNs;
    if (connect) {
      this.#open(operation);
      this.sessions.openedAt(nowNs);
    } else if (!this.#port.inTransaction(operation.handle)) {
      const holder = this.#nextHolder--;
      this.#locks.handOver(operation.handle, holder, endNs);
      this.#around.schedule(endNs, HAPPENING.LOCKS_RELEASED, holder);
    }
    return endNs + (connect ? HANDSHAKE_TRIPS : 1) * this.#halfTripNs;
  }

  /** Runs a blocking caller's statement at the moment when it gets its locks. */
  #attemptAhead(operation: Operation, arrivedNs: number, onLoop: boolean): { readonly serviceNs: number; readonly atNs: number } {
    let atNs = arrivedNs;
    for (;;) {
      const serviceNs = this.#attempt(operation, atNs);
      const wish = this.#guard.waitsFor;
      if (serviceNs >= 0 || !wish) return { serviceNs: Math.max(0, serviceNs), atNs };
      const against = this.#locks.holdersAgainst(operation.handle, wish).filter((holder) => holder.untilNs > atNs);
      const knownNs = Math.min(...against.map((holder) => holder.untilNs));
      if (!Number.isFinite(knownNs)) {
        const own = against.some((holder) => this.sessions.isOf(holder.session, operation.worker));
        if (onLoop && own) this.#around.fail('deadlock', BLOCKING_LOCK, operation.line);
        // When an asynchronous transaction will end is not known: this one goes ahead of it.
        return { serviceNs: Math.max(0, this.#attempt(operation, atNs, true)), atNs };
      }
      operation.lockNs += knownNs - atNs;
      atNs = knownNs;
    }
  }

  locksReleased(holder: number, nowNs: number): void {
    this.#resume(this.#locks.release(holder, 'all'), nowNs);
  }

  reservedBegin(operation: Operation, nowNs: number): void {
    this.cores.seize(nowNs, operation.queueNs);
  }

  reservedEnd(_operation: Operation, nowNs: number): void {
    this.#nextInLine(nowNs);
  }

  /** A worker's turn is due. False: no core is free, and it takes place (HAPPENING.TURN, b = 1) when one is. */
  coreForTurn(worker: number, nowNs: number): boolean {
    return this.cores.arrive(nowNs, strangerOf(worker));
  }

  /** A worker's turn needs its core no more. */
  turnDone(nowNs: number): void {
    this.#nextInLine(nowNs, true);
  }

  submit(operation: Operation, nowNs: number): void {
    if (operation.how === HOW.RESET) {
      this.#reset(operation, nowNs);
      if (this.#world.statementUs === 0) {
        this.#around.complete(operation, nowNs, 2 * this.#halfTripNs + RESET_SERVICE_NS);
        return;
      }
    }
    this.#around.schedule(nowNs + this.#halfTripNs, HAPPENING.DATABASE_ARRIVAL, operation.id);
  }

  /** A pool's reset: what outlives transactions is given back (pg_advisory_unlock_all). */
  #reset(operation: Operation, nowNs: number): void {
    if (this.#locks.size > 0) this.#resume(this.#locks.release(operation.handle, 'all'), nowNs);
  }

  /** A message reached the server. */
  arrive(operation: Operation, nowNs: number): void {
    if (!this.#admit(operation, nowNs)) {
      this.#around.complete(operation, nowNs, this.#halfTripNs);
      return;
    }
    if (operation.kind === SYSCALL.DB_CONNECT) {
      this.sessions.began(nowNs);
    } else {
      if (!this.sessions.begin(operation)) return;
      this.#startClock(operation, nowNs);
    }
    this.#enter(operation, nowNs);
  }

  /** statement_timeout counts from here. */
  #startClock(operation: Operation, nowNs: number): void {
    const { statementMs } = this.#port.timeouts(operation.handle);
    if (statementMs <= 0) return;
    operation.deadlineNs = nowNs + Math.round(statementMs * 1e6);
    this.#around.schedule(operation.deadlineNs, HAPPENING.STATEMENT_TIMEOUT, operation.id);
  }

  /** False: refused, and the operation has its answer. */
  #admit(operation: Operation, nowNs: number): boolean {
    if (operation.kind === SYSCALL.DB_CONNECT) {
      if (this.sessions.admits(nowNs)) return true;
      operation.answer = TOO_MANY_CLIENTS;
    } else {
      if (this.sessions.isOpen(operation.handle)) return true;
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
      if (operation.cancelled) {
        this.sessions.gaveUp(nowNs);
        this.#operations.remove(operation);
        return;
      }
      this.sessions.ended();
      this.#open(operation);
      this.#around.complete(operation, nowNs, HANDSHAKE_TRIPS * this.#halfTripNs + operation.sleepNs);
    } else if (operation.sleepNs > 0) {
      this.#around.schedule(nowNs + operation.sleepNs, HAPPENING.DATABASE_SLEPT, operation.id);
    } else {
      this.#done(operation, nowNs);
    }
  }

  #nextInLine(nowNs: number, afterTurn = false): void {
    const next = this.cores.depart(nowNs, afterTurn);
    if (next === NOBODY) return;
    if (next < NOBODY) {
      this.#around.schedule(nowNs, HAPPENING.TURN, workerOf(next), 1);
      return;
    }
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
    this.#settle(operation, nowNs);
    const next = this.sessions.next(operation.handle);
    if (!next) return;
    this.#startClock(next, nowNs);
    this.#enter(next, nowNs);
  }

  /** A statement ended. If its transaction did too, its locks are free. */
  #settle(operation: Operation, nowNs: number): void {
    if (this.#locks.size === 0) return;
    for (const key of operation.unlocks) {
      const keys = key.endsWith('*') ? this.#locks.heldBy(operation.handle, key.slice(0, -1)) : [key];
      for (const each of keys) this.#resume(this.#locks.releaseKey(operation.handle, each), nowNs);
    }
    if (!this.#port.inTransaction(operation.handle)) this.#resume(this.#locks.release(operation.handle, 'transaction'), nowNs);
  }

  /** Statements that have got their lock run once more. */
  #resume(operations: readonly number[], nowNs: number): void {
    for (const id of operations) {
      const operation = this.#operations.get(id);
      this.#stopLockWait(operation, nowNs);
      this.#enter(operation, nowNs);
    }
  }

  #waitForLock(operation: Operation, wish: LockWish, nowNs: number): void {
    const { handle, id } = operation;
    operation.lockSinceNs = nowNs;
    this.#locks.wait(handle, id, wish, nowNs);
    this.#wishes.set(id, wish);
    this.lockBooks.began(nowNs, this.#locks.queueOf(handle));
    this.#around.schedule(nowNs + DEADLOCK_TIMEOUT_NS, HAPPENING.DEADLOCK_CHECK, id, nowNs);
    const { lockMs } = this.#port.timeouts(handle);
    if (lockMs > 0) this.#around.schedule(nowNs + Math.round(lockMs * 1e6), HAPPENING.LOCK_TIMEOUT, id, nowNs);
  }

  #stopLockWait(operation: Operation, nowNs: number): void {
    const waitedNs = nowNs - operation.lockSinceNs;
    operation.lockNs += waitedNs;
    operation.queueNs += waitedNs;
    operation.lockSinceNs = -1;
    this.lockBooks.ended(nowNs, this.#wishes.get(operation.id) as LockWish, waitedNs);
    this.#wishes.delete(operation.id);
  }

  /** deadlock_timeout after a statement began to wait: is it part of a circle? Then it is the victim. */
  checkDeadlock(id: number, sinceNs: number, nowNs: number): void {
    const operation = this.#operations.find(id);
    if (operation?.lockSinceNs !== sinceNs) return;
    const circle = this.#locks.circle(operation.handle);
    if (circle.length === 0) return;
    this.lockBooks.deadlocks++;
    this.#giveUp(operation, deadlockError(circle), nowNs);
  }

  lockTimeout(id: number, sinceNs: number, nowNs: number): void {
    const operation = this.#operations.find(id);
    if (operation?.lockSinceNs !== sinceNs) return;
    this.lockBooks.lockTimeouts++;
    this.#giveUp(operation, LOCK_TIMEOUT, nowNs);
  }

  /** Only for statements that wait: those that run have been cut off already (#attempt). */
  statementTimeout(id: number, nowNs: number): void {
    const operation = this.#operations.find(id);
    if (!operation || operation.cancelled) return;
    if (operation.lockSinceNs >= 0) this.#giveUp(operation, STATEMENT_TIMEOUT, nowNs);
    else if (operation.queuedSinceNs >= 0) {
      this.cores.cancel(nowNs, operation.id);
      operation.queueNs += nowNs - operation.queuedSinceNs;
      operation.queuedSinceNs = -1;
      this.#fail(operation, STATEMENT_TIMEOUT);
      this.#done(operation, nowNs);
    } else return;
    this.lockBooks.statementTimeouts++;
  }

  /** A statement that waits for a lock ends with an error. */
  #giveUp(operation: Operation, error: string, nowNs: number): void {
    const woken = this.#locks.stopWaiting(operation.handle);
    this.#stopLockWait(operation, nowNs);
    this.#fail(operation, error);
    this.#done(operation, nowNs);
    this.#resume(woken, nowNs);
  }

  #fail(operation: Operation, error: string): void {
    this.#port.abortTransaction(operation.handle);
    operation.a = 1;
    operation.b = 0;
    operation.answer = error;
  }

  /** A worker's process is gone. */
  closeAll(worker: number, nowNs: number): void {
    for (const session of this.sessions.ofWorker(worker)) this.close(session, nowNs);
  }

  close(session: number, nowNs: number): void {
    if (!this.sessions.close(session, nowNs)) return;
    this.#port.closeSession(session);
    if (this.#locks.size > 0) {
      const woken = this.#locks.stopWaiting(session);
      this.#resume([...woken, ...this.#locks.release(session, 'all')], nowNs);
    }
  }

  /** Nobody waits for the operation any more: its connection is lost. Returns true if it left the line at once. */
  cancel(operation: Operation, nowNs: number): boolean {
    if (operation.kind === SYSCALL.DB_QUERY) this.close(operation.handle, nowNs);
    if (operation.lockSinceNs >= 0) {
      this.#stopLockWait(operation, nowNs);
      return true;
    }
    if (operation.queuedSinceNs < 0) return false;
    this.cores.cancel(nowNs, operation.id);
    operation.queuedSinceNs = -1;
    if (operation.kind === SYSCALL.DB_CONNECT) {
      this.sessions.gaveUp(nowNs);
    }
    return true;
  }

  #serve(operation: Operation, nowNs: number): void {
    const serviceNs = this.#attempt(operation, nowNs);
    if (serviceNs >= 0) {
      this.#around.schedule(nowNs + serviceNs, HAPPENING.DATABASE_SERVED, operation.id);
      return;
    }
    // A backend that waits for a lock needs no core.
    this.#waitForLock(operation, this.#guard.waitsFor as LockWish, nowNs);
    this.#nextInLine(nowNs);
  }

  /** Runs the operation and says how long it keeps a core, ns; -1: it has to wait for a lock (guard.waitsFor). */
  #attempt(operation: Operation, nowNs: number, ahead = false): number {
    if (operation.kind === SYSCALL.DB_CONNECT) {
      const coreNs = this.#coreNs(this.#world.connectMs * 1000);
      if (operation.how !== HOW.AFTER_CANCEL) return coreNs;
      // A cancel request needs a process of its own too, but no login: 1.8 ms of Postgres' CPU, a connection 3.6. Then the statement's own
      // process is interrupted, and says so: the pool has its connection back after 5 ms, where connecting takes 3.5.
      operation.sleepNs = Math.ceil(coreNs / 2);
      return Math.floor(coreNs / 2);
    }
    // The connection was closed while the statement waited for a core.
    if (!this.sessions.isOpen(operation.handle)) return 0;
    if (operation.how === HOW.RESET) return this.#coreNs(this.#world.statementUs) + RESET_SERVICE_NS;
    const separator = operation.text.lastIndexOf(PARAMETERS);
    const sql = separator < 0 ? operation.text : operation.text.slice(0, separator);
    const parameters = separator < 0 ? '[]' : operation.text.slice(separator + 1);
    this.#port.setVirtualTime(nowNs);
    this.#guard.begin(operation, nowNs, ahead || this.rowsLifted);
    const answer =
      operation.how === HOW.ONE
        ? this.#port.run(operation.handle, sql, parameters || '[]', this.#guard)
        : this.#port.runMany(operation.handle, sql, parameters, this.#guard);
    if (answer.blocked && this.#guard.waitsFor) return -1;
    operation.a = answer.ok ? 0 : 1;
    operation.b = answer.resultId;
    operation.answer = answer.text;
    if (answer.scanned) this.scans.count(answer.scanned, operation.line);
    if (!answer.ok) this.lockBooks.failed(answer.text, operation.line);
    else if (answer.changedRows > 0) this.lockBooks.wrote(sql, operation.line);
    const serviceNs = this.#guard.serviceNs(operation, answer);
    operation.sleepNs = answer.sleepMs > 0 ? Math.round(answer.sleepMs * 1e6) + SLEEP_SLACK_NS : 0;
    // Outside a transaction the statement is one; inside, COMMIT says that it wrote.
    if (answer.wrote && !this.#port.inTransaction(operation.handle)) operation.sleepNs += Math.round(this.#world.commitMs * 1e6);
    if (!this.#guard.late && nowNs + serviceNs + operation.sleepNs <= operation.deadlineNs) return serviceNs;
    // statement_timeout will cut it off.
    this.lockBooks.statementTimeouts++;
    this.#fail(operation, STATEMENT_TIMEOUT);
    const leftNs = Math.max(0, operation.deadlineNs - nowNs);
    const busyNs = Math.min(serviceNs, leftNs);
    operation.sleepNs = leftNs - busyNs;
    return busyNs;
  }

  /** Core time with contention, ns. */
  #coreNs(coreUs: number): number {
    const active = (this.cores.busy + this.cores.waiting) / this.#scale;
    const contention = 1 + CONTENTION_PER_BACKEND * Math.max(0, active - this.#world.cores);
    this.coreUs += coreUs;
    this.contendedUs += coreUs * contention;
    return Math.round(coreUs * 1000 * this.cores.stretch * contention);
  }

  #open(operation: Operation): void {
    try {
      operation.b = this.#port.openSession(readSettings(operation.text));
      this.sessions.opened(operation.b, operation.worker);
    } catch (error) {
      if (!(error instanceof ConnectionRefusal)) throw error;
      operation.a = 1;
      operation.answer = error.text;
    }
  }
}

/** A worker among the customers of the cores: below NOBODY. */
function strangerOf(worker: number): number {
  return NOBODY - 1 - worker;
}

function workerOf(stranger: number): number {
  return NOBODY - 1 - stranger;
}

/** A connection's text: its DSN, and after the separator run-time parameters as a JSON object. */
function readSettings(text: string): Record<string, string> {
  const separator = text.indexOf(PARAMETERS);
  return separator < 0 ? {} : (JSON.parse(text.slice(separator + 1)) as Record<string, string>);
}

function deadlockError(circle: readonly number[]): string {
  const lines = circle.map((session, i) => {
    const next = circle[(i + 1) % circle.length];
    return `Process ${PROCESS_BASE + session} waits for ShareLock on transaction ${next}; blocked by process ${PROCESS_BASE + (next ?? 0)}.`;
  });
  return JSON.stringify({
    severity: 'ERROR',
    sqlstate: '40P01',
    message: 'deadlock detected',
    detail: lines.join('\n'),
    hint: 'See server log for query details.',
  });
}
