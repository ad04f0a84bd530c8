// The connections of a pool and who waits for them, as pg-pool 3.14 keeps them: made when they are needed, the one that was used last is used first,
// nothing is reset when one comes back, and one whose query failed is given up.
import { S } from '../../kernel/counters.ts';
import { Fifo } from '../../kernel/fifo.ts';
import { current, type Frame } from '../../kernel/frame.ts';
import { setTimer } from '../../kernel/loop.ts';
import { GuestPromise } from '../../kernel/promise.ts';
import { type Resource, ROOT, type Tick, worker } from '../../kernel/worker.ts';
import { type Deadline, deadlineAfter } from '../deadlines.ts';
import type { EventEmitter } from '../emitter.ts';
import { giveBackPoolResource, takePoolResource } from '../pool-names.ts';
import { Client, hasListeners, type Inside, insideOf } from './client.ts';

const MS = 1_000_000;
const RESOURCE = 'pg pool';

/** A connection of the pool. */
export interface Place {
  readonly client: Client;
  readonly inside: Inside;
  uses: number;
  expired: boolean;
  /** When it was handed out, or came back. */
  sinceNs: number;
  /** What happens when it is lost while nobody has it. */
  readonly lostIdle: (error: Error) => boolean;
}

export type Take = (error: unknown, place: Place | null) => void;

/** Somebody who wants a connection. */
interface Wish {
  readonly take: Take;
  readonly frame: Frame;
  readonly line: number;
  readonly sinceNs: number;
  readonly ahead: number;
  deadline: Deadline | null;
  timedOut: boolean;
}

export interface PoolOptions extends Record<string, unknown> {
  max: number;
  min: number;
  maxUses: number;
  allowExitOnIdle: boolean;
  maxLifetimeSeconds: number;
  idleTimeoutMillis: number;
  connectionTimeoutMillis?: number;
}

export class Places {
  readonly #pool: EventEmitter;
  readonly #options: PoolOptions;
  readonly #line = S.l;
  readonly #resource: Resource;
  /** Connections at once. */
  readonly #most: number;
  #all: Place[] = [];
  /** Used last last. */
  readonly #idle: Place[] = [];
  readonly #waiting = new Fifo<Wish>();
  #idleTimer = false;
  /** Null: the pool goes on. */
  #onEnd: (() => void) | null = null;
  #ended = false;
  /** The same for every call: what it does runs in the frame of the one it serves. */
  readonly #pulse: Tick = { run: () => this.#serveNext(), frame: ROOT };

  constructor(pool: EventEmitter, options: PoolOptions) {
    this.#pool = pool;
    this.#options = options;
    this.#resource = takePoolResource(RESOURCE, this.#line, options.max);
    this.#most = this.#resource.lifted ? Number.POSITIVE_INFINITY : options.max;
  }

  get total(): number {
    return this.#all.length;
  }

  get idle(): number {
    return this.#idle.length;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get expired(): number {
    return this.#all.filter((place) => place.expired).length;
  }

  want(take: Take): void {
    const wish: Wish = {
      take,
      frame: current.frame,
      line: S.l,
      sinceNs: worker().nowNs(),
      ahead: this.#waiting.length,
      deadline: null,
      timedOut: false,
    };
    if (this.#all.length < this.#most && this.#idle.length === 0) {
      this.#open(wish);
      return;
    }
    this.#waiting.push(wish);
    if (this.#idle.length > 0) worker().ticks.push(this.#pulse);
    const timeoutMs = Number(this.#options.connectionTimeoutMillis) || 0;
    if (timeoutMs > 0) wish.deadline = deadlineAfter(timeoutMs, () => this.#giveUp(wish));
  }

  /** No more wishes; `done` is called when all connections have come back and are closed. */
  end(done: () => void): void {
    this.#onEnd = done;
    this.#serveNext();
  }

  #giveUp(wish: Wish): void {
    wish.timedOut = true;
    // Otherwise it waits for a connection of its own.
    if (this.#waiting.remove(wish)) {
      this.#resource.waited(worker().nowNs() - wish.sinceNs, wish.ahead, wish.line);
    }
    wish.take(new Error('timeout exceeded when trying to connect'), null);
  }

  #serveNext(): void {
    if (this.#ended) return;
    if (this.#onEnd) {
      for (const place of this.#idle.slice()) this.#remove(place);
      if (this.#all.length === 0) this.#finishEnd();
      return;
    }
    if (this.#waiting.length === 0) return;
    const place = this.#idle.pop();
    if (place) this.#give(place, this.#waiting.shift() as Wish, false);
    else if (this.#all.length < this.#most) this.#open(this.#waiting.shift() as Wish);
  }

  #finishEnd(): void {
    this.#ended = true;
    giveBackPoolResource(RESOURCE, this.#resource, this.#line, this.#options.max);
    this.#onEnd?.();
  }

  /** Makes a connection for somebody. */
  #open(wish: Wish): void {
    const before = current.frame;
    const line = S.l;
    current.frame = wish.frame;
    S.l = wish.line;
    const client = new Client(this.#options);
    const inside = insideOf(client);
    const lostIdle = (error: Error) => this.#lostIdle(place, error);
    const place: Place = { client, inside, uses: 0, expired: false, sinceNs: worker().nowNs(), lostIdle };
    this.#all.push(place);
    this.#resource.waited(place.sinceNs - wish.sinceNs, wish.ahead, wish.line);
    client.connect((error) => {
      if (!error) {
        this.#greet(place, wish);
        return;
      }
      this.#forget(place);
      this.#resource.held(worker().nowNs() - place.sinceNs);
      this.#serveNext();
      this.#answer(wish, (error as Error).message === 'timeout expired' ? timeoutError() : error);
    });
    current.frame = before;
    S.l = line;
  }

  /** Somebody gets an error. */
  #answer(wish: Wish, error: unknown): void {
    if (wish.deadline) wish.deadline.cancelled = true;
    if (!wish.timedOut) wish.take(error, null);
  }

  /** A new connection: the program's onConnect comes first. */
  #greet(place: Place, wish: Wish): void {
    const { onConnect, verify } = this.#options as { onConnect?: unknown; verify?: unknown };
    if (typeof verify === 'function') {
      verify(place.client, (error: unknown) => {
        if (error) {
          this.release(place, error);
          this.#answer(wish, error);
        } else this.#begin(place, wish);
      });
      return;
    }
    if (typeof onConnect !== 'function') {
      this.#begin(place, wish);
      return;
    }
    (GuestPromise.try(() => onConnect(place.client)) as GuestPromise).then(
      () => this.#begin(place, wish),
      (error: unknown) => {
        this.#forget(place);
        place.inside.connection.end(() => {
          this.#serveNext();
          this.#answer(wish, error);
        });
      },
    );
  }

  #begin(place: Place, wish: Wish): void {
    const { maxLifetimeSeconds } = this.#options;
    if (maxLifetimeSeconds > 0) {
      const expire = () => {
        place.expired = true;
        const at = this.#idle.indexOf(place);
        if (at < 0) return;
        this.#idle.splice(at, 1);
        this.#remove(place, () => this.#serveNext());
      };
      setTimer(maxLifetimeSeconds * 1000, expire, ROOT);
    }
    this.#give(place, wish, true);
  }

  /** Somebody has a connection. */
  #give(place: Place, wish: Wish, isNew: boolean): void {
    place.inside.lost = null;
    const before = current.frame;
    current.frame = wish.frame;
    if (!isNew) {
      place.sinceNs = worker().nowNs();
      this.#resource.waited(place.sinceNs - wish.sinceNs, wish.ahead, wish.line);
    }
    if (isNew && hasListeners(this.#pool, 'connect')) this.#pool.emit('connect', place.client);
    if (hasListeners(this.#pool, 'acquire')) this.#pool.emit('acquire', place.client);
    if (wish.deadline) wish.deadline.cancelled = true;
    if (wish.timedOut) this.release(place, undefined);
    else wish.take(undefined, place);
    current.frame = before;
  }

  release(place: Place, error: unknown): void {
    this.#resource.held(worker().nowNs() - place.sinceNs);
    place.uses++;
    if (hasListeners(this.#pool, 'release')) this.#pool.emit('release', error, place.client);
    const { connection } = place.inside;
    const usable = !error && !this.#onEnd && connection.queryable && !connection.ending && place.uses < this.#options.maxUses;
    if (!usable || place.expired) {
      this.#remove(place, () => this.#serveNext());
      return;
    }
    place.sinceNs = worker().nowNs();
    place.inside.lost = place.lostIdle;
    this.#idle.push(place);
    if (this.#options.idleTimeoutMillis > 0 && !this.#idleTimer) this.#watchIdle();
    this.#serveNext();
  }

  /** An idle connection is lost: the program is told by the pool's own event. */
  #lostIdle(place: Place, error: Error): boolean {
    this.#remove(place);
    this.#pool.emit('error', error, place.client);
    return true;
  }

  /** One timer for all idle connections, for the one that is idle longest. */
  #watchIdle(): void {
    const first = this.#idle[0];
    this.#idleTimer = first !== undefined && this.#all.length > this.#options.min;
    if (!this.#idleTimer) return;
    const dueNs = (first as Place).sinceNs + this.#options.idleTimeoutMillis * MS;
    setTimer(Math.max(1, (dueNs - worker().nowNs()) / MS), () => this.#closeIdle(), ROOT);
  }

  #closeIdle(): void {
    const nowNs = worker().nowNs();
    const limitNs = this.#options.idleTimeoutMillis * MS;
    for (const place of this.#idle.slice()) {
      if (nowNs - place.sinceNs < limitNs || this.#all.length <= this.#options.min) break;
      this.#remove(place, () => this.#serveNext());
    }
    this.#watchIdle();
  }

  #forget(place: Place): void {
    this.#all = this.#all.filter((each) => each !== place);
  }

  #remove(place: Place, then?: () => void): void {
    const at = this.#idle.indexOf(place);
    if (at >= 0) this.#idle.splice(at, 1);
    this.#forget(place);
    place.inside.connection.end(() => {
      if (hasListeners(this.#pool, 'remove')) this.#pool.emit('remove', place.client);
      then?.();
    });
  }
}

function timeoutError(): Error {
  return new Error('Connection terminated due to connection timeout', { cause: new Error('Connection terminated unexpectedly') });
}
