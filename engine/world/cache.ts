// The cache's time: half a round trip, the single thread, half a round trip. The first command of a call takes
// operationUs of the thread, each further one that came in the same packet pipelinedUs, and each element that a command
// looks at ELEMENT_NS. The data is its own (cache/); a stage starts with none.
import { SYSCALL } from '../guest-port.ts';
import type { MeterWindow } from '../meter.ts';
import { RandomStream } from '../random.ts';
import { Keyspace, NotSimulated, type Reply } from './cache/keyspace.ts';
import { type Scripts, Session } from './cache/session.ts';
import { HAPPENING, type Surroundings } from './happening.ts';
import type { Operation } from './operation.ts';
import { SharedServer } from './shared-server.ts';
import type { CacheWorld } from './world.ts';

/** Unix time of virtual time 0, ms: 1 January 2026, as the guest's clocks tell it (overrides.py). */
const EPOCH_MS = 1_767_225_600_000;
/** An element of a collection that a command goes through (modelled). */
const ELEMENT_NS = 100;
/** Half round trips from the server's greeting to the client's first command: TCP first, then HELLO or AUTH and SELECT. */
const HANDSHAKE_TRIPS = 3;
const BAD_TIMEOUT: Reply = { error: 'ERR timeout is not a float or out of range' };
const BLOCKING = new Set(['BLPOP', 'BRPOP', 'BLMOVE']);

interface Blocked {
  readonly operation: Operation;
  readonly session: Session;
  readonly command: readonly string[];
  readonly keys: readonly string[];
  readonly sinceNs: number;
}

export class CacheServer {
  /** Its single thread. */
  readonly thread: SharedServer;
  /** Connections that the simulated workers may hold together. */
  readonly maxConnections: number;
  /** Whether anybody ever connected. */
  used = false;
  readonly #world: CacheWorld;
  readonly #around: Surroundings;
  readonly #halfTripNs: number;
  readonly #draw: RandomStream;
  readonly #databases = new Map<number, Keyspace>();
  readonly #scripts: Scripts = new Map();
  readonly #sessions = new Map<number, Session>();
  /** Connection -> the worker that opened it. */
  readonly #owners = new Map<number, number>();
  /** Clients in BLPOP and its like, in the order in which they came. */
  readonly #blocked = new Map<number, Blocked>();
  #nextSession = 1;

  constructor(
    world: CacheWorld,
    options: {
      readonly seed: number;
      readonly scale: number;
      readonly window: MeterWindow;
      readonly around: Surroundings;
    },
  ) {
    this.#world = world;
    this.#around = options.around;
    this.#halfTripNs = Math.round((world.roundTripMs * 1e6) / 2);
    this.#draw = new RandomStream(options.seed, 'cache');
    this.thread = new SharedServer(options.scale, new RandomStream(options.seed, 'cache of the others'), options.window);
    this.maxConnections = Math.max(1, Math.round(world.maxConnections * options.scale));
  }

  submit(operation: Operation, nowNs: number): void {
    this.#around.schedule(nowNs + this.#halfTripNs, HAPPENING.CACHE_ARRIVAL, operation.id);
  }

  /** A message reached the server. It is read although its sender may have gone away meanwhile. */
  arrive(operation: Operation, nowNs: number): void {
    const beginNs = this.thread.beginOf(nowNs);
    operation.queueNs = beginNs - nowNs;
    const { serviceNs, trips, blocked } = this.#work(operation, beginNs, true);
    this.thread.take(nowNs, serviceNs);
    if (!blocked) this.#around.complete(operation, beginNs, serviceNs + trips * this.#halfTripNs);
    this.#wakeBlocked(beginNs + serviceNs);
  }

  /** A blocking caller's operation, answered at once. Returns when its answer is there, ns. A BLPOP that finds nothing waits
   *  until its time-out: who pushes meanwhile is not known yet. */
  answerNow(operation: Operation, askedNs: number, nowNs: number): number {
    const arrivedNs = askedNs + this.#halfTripNs;
    const { serviceNs, trips } = this.#work(operation, arrivedNs, false);
    const beginNs = this.thread.expect(nowNs, arrivedNs, serviceNs);
    operation.queueNs = beginNs - arrivedNs;
    this.#wakeBlocked(beginNs + serviceNs);
    return beginNs + serviceNs + operation.sleepNs + trips * this.#halfTripNs;
  }

  /** A blocked client's time is over. */
  timeout(id: number, nowNs: number): void {
    const blocked = this.#blocked.get(id);
    if (blocked) this.#release(blocked, null, nowNs);
  }

  close(connection: number): void {
    const session = this.#sessions.get(connection);
    session?.end();
    this.#sessions.delete(connection);
    this.#owners.delete(connection);
  }

  /** A worker's process is gone. */
  closeAll(worker: number): void {
    for (const [connection, owner] of [...this.#owners]) if (owner === worker) this.close(connection);
  }

  /** Nobody waits any more: the connection is lost. Returns true if the operation is over; what has reached the server is served all the same. */
  cancel(operation: Operation): boolean {
    if (operation.kind === SYSCALL.CACHE_CALL) this.close(operation.handle);
    return this.#blocked.delete(operation.id);
  }

  #work(operation: Operation, nowNs: number, mayBlock: boolean): { serviceNs: number; trips: number; blocked: boolean } {
    const operationNs = Math.round(this.#world.operationUs * 1000);
    if (operation.kind === SYSCALL.CACHE_CONNECT) {
      this.#connect(operation, nowNs);
      return { serviceNs: operationNs, trips: HANDSHAKE_TRIPS, blocked: false };
    }
    const commands = JSON.parse(operation.text) as (readonly string[])[];
    const session = this.#sessions.get(operation.handle);
    if (!session) {
      operation.a = 1;
      operation.answer = 'Connection closed by server.';
      return { serviceNs: operationNs, trips: 1, blocked: false };
    }
    const { db } = session;
    db.nowMs = EPOCH_MS + nowNs / 1e6;
    db.work = 0;
    const replies: Reply[] = [];
    let blocked = false;
    try {
      for (const command of commands) {
        const name = (command[0] ?? '').toUpperCase();
        if (name === 'FLUSHALL') for (const other of this.#databases.values()) other.clear();
        const waits = BLOCKING.has(name) && !session.inTransaction;
        const reply = waits && !(Number(command.at(-1)) >= 0) ? BAD_TIMEOUT : session.run(command);
        if (waits && reply === null) blocked = this.#block(operation, session, command, nowNs, mayBlock);
        replies.push(reply);
      }
      operation.answer = JSON.stringify(replies);
    } catch (error) {
      if (!(error instanceof NotSimulated)) throw error;
      operation.a = 2;
      operation.answer = error.message;
    }
    const furtherNs = (commands.length - 1) * this.#world.pipelinedUs * 1000;
    return { serviceNs: Math.round(operationNs + furtherNs + db.work * ELEMENT_NS), trips: 1, blocked };
  }

  #connect(operation: Operation, nowNs: number): void {
    this.used = true;
    if (this.#sessions.size >= this.maxConnections) {
      this.thread.meter.failed(nowNs);
      operation.a = 1;
      operation.answer = 'max number of clients reached';
      return;
    }
    operation.b = this.#nextSession++;
    this.#owners.set(operation.b, operation.worker);
    this.#sessions.set(operation.b, new Session(this.#database(Number(operation.text) || 0), this.#scripts));
  }

  #database(index: number): Keyspace {
    let found = this.#databases.get(index);
    if (!found) {
      found = new Keyspace(() => this.#draw.uniform());
      this.#databases.set(index, found);
    }
    return found;
  }

  /** Makes a client wait for one of its lists. Whoever cannot wait gets its time-out at once. */
  #block(operation: Operation, session: Session, command: readonly string[], nowNs: number, mayBlock: boolean): boolean {
    const seconds = Number(command.at(-1));
    if (!mayBlock) {
      operation.sleepNs = Math.round(seconds * 1e9);
      return false;
    }
    const keys = command[0]?.toUpperCase() === 'BLMOVE' ? command.slice(1, 2) : command.slice(1, -1);
    this.#blocked.set(operation.id, { operation, session, command, keys, sinceNs: nowNs });
    if (seconds > 0) this.#around.schedule(nowNs + Math.round(seconds * 1e9), HAPPENING.CACHE_TIMEOUT, operation.id);
    return true;
  }

  /** Who waits for a list that was pushed to gets its value, first come first served. */
  #wakeBlocked(nowNs: number): void {
    for (const db of this.#databases.values()) {
      for (let key = db.pushed.shift(); key !== undefined; key = db.pushed.shift()) {
        if (this.#blocked.size === 0) continue;
        const wanted = key;
        for (const blocked of [...this.#blocked.values()]) {
          if (blocked.session.db !== db || !blocked.keys.includes(wanted)) continue;
          const reply = blocked.session.run(blocked.command);
          if (reply === null) break;
          this.#release(blocked, reply, nowNs);
        }
      }
    }
  }

  #release(blocked: Blocked, reply: Reply, nowNs: number): void {
    const { operation, sinceNs } = blocked;
    this.#blocked.delete(operation.id);
    operation.sleepNs = nowNs - sinceNs;
    operation.answer = JSON.stringify([reply]);
    this.#around.complete(operation, nowNs, this.#halfTripNs);
  }
}
