// pg.Pool, as pg-pool 3.14 works: connections are made when they are needed, the one that was used last is used first, a query that fails costs its
// connection, and nothing is reset when a client comes back.
import { S } from '../../kernel/counters.ts';
import { current, type Frame } from '../../kernel/frame.ts';
import { setTimer } from '../../kernel/loop.ts';
import { GuestPromise } from '../../kernel/promise.ts';
import { freezeClass } from '../../kernel/realm.ts';
import { type Resource, ROOT, type Tick, worker } from '../../kernel/worker.ts';
import { type Deadline, deadlineAfter } from '../deadlines.ts';
import { EventEmitter } from '../emitter.ts';
import { giveBackPoolResource, takePoolResource } from '../pool-names.ts';
import { Client, type Inside, insideOf, promised, settle } from './client.ts';
import { type Finish, Statement } from './statement.ts';

const MS = 1_000_000;
const RESOURCE = 'pg pool';

/** A connection of the pool. */
interface Place {
  readonly client: Client;
  readonly inside: Inside;
  uses: number;
  expired: boolean;
  idle: boolean;
  sinceNs: number;
}

/** Somebody who wants a connection. */
interface Wish {
  readonly take: (error: unknown, place: Place | null) => void;
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

export class Pool extends EventEmitter {
  readonly options: PoolOptions;
  readonly #line = S.l;
  readonly #resource: Resource;
  #places: Place[] = [];
  /** Last used last. */
  readonly #idle: Place[] = [];
  #waiting: Wish[] = [];
  ending = false;
  ended = false;
  #onEnd: Finish | null = null;
  #idleTimer = false;
  /** The same for every call: its frame is that of the one it serves. */
  readonly #pulse: Tick = { run: () => this.#serveNext(), frame: ROOT };

  constructor(options?: Record<string, unknown> | null) {
    super();
    const given = { ...options } as Record<string, unknown>;
    this.options = Object.assign(given, {
      max: Number(given.max || given.poolSize || 10),
      min: Number(given.min || 0),
      maxUses: Number(given.maxUses || Number.POSITIVE_INFINITY),
      allowExitOnIdle: Boolean(given.allowExitOnIdle),
      maxLifetimeSeconds: Number(given.maxLifetimeSeconds || 0),
      idleTimeoutMillis: given.idleTimeoutMillis === undefined ? 10_000 : Number(given.idleTimeoutMillis),
    });
    if ('password' in given) Object.defineProperty(this.options, 'password', { enumerable: false });
    this.#resource = takePoolResource(RESOURCE, this.#line, this.options.max);
  }

  get totalCount(): number {
    return this.#places.length;
  }

  get idleCount(): number {
    return this.#idle.length;
  }

  get waitingCount(): number {
    return this.#waiting.length;
  }

  get expiredCount(): number {
    return this.#places.filter((place) => place.expired).length;
  }

  query(text: unknown, values?: unknown, callback?: unknown): GuestPromise | undefined {
    if (typeof text === 'function') {
      const { promise, done } = promised(text as Finish);
      const refuse = () => done(new Error('Passing a function as the first parameter to pool.query is not supported'));
      worker().immediates.push({ run: refuse, frame: current.frame, cancelled: false });
      return promise;
    }
    let finish: Finish;
    let promise: GuestPromise | undefined;
    if (typeof callback === 'function' || typeof values === 'function') {
      finish = (typeof values === 'function' ? values : callback) as Finish;
      if (typeof values === 'function') values = undefined;
    } else {
      promise = GuestPromise.pending();
      finish = settle(promise);
    }
    const line = S.l;
    this.#want((error, place) => {
      if (!place) finish(error);
      else this.#run(place, text, values, line, finish);
    });
    return promise;
  }

  /** One query of pool.query. */
  #run(place: Place, text: unknown, values: unknown, line: number, finish: Finish): void {
    const end = this.#ending(place, finish);
    try {
      if (text === null || text === undefined) throw new TypeError('Client was passed a null or undefined query');
      S.l = line;
      const statement = new Statement(text, values, end);
      place.inside.lost = (error) => {
        end(error);
        return true;
      };
      place.inside.connection.submit(statement);
    } catch (error) {
      S.c(error);
      end(error);
    }
  }

  /** What ends it, once. A function of its own: the bundler gives each named function its name anew, at a cost that counts here. */
  #ending(place: Place, finish: Finish): Finish {
    let done = false;
    return (error, result) => {
      if (done) return;
      done = true;
      this.#release(place, error);
      finish(error ?? undefined, result);
    };
  }

  connect(callback?: (error: unknown, client?: Client, release?: (error?: unknown) => void) => void): GuestPromise | undefined {
    const promise = callback ? undefined : GuestPromise.pending();
    this.#want((error, place) => {
      if (!place) {
        if (callback) callback(error, undefined, () => undefined);
        else GuestPromise.rejectWith(promise as GuestPromise, error);
      } else if (callback) callback(undefined, place.client, place.client.release);
      else GuestPromise.fulfill(promise as GuestPromise, place.client);
    }, true);
    return promise;
  }

  /** shown: the program gets the client itself. */
  #want(take: Wish['take'], shown = false): void {
    if (this.ending) {
      take(new Error('Cannot use a pool after calling end on the pool'), null);
      return;
    }
    const wish: Wish = {
      take: shown ? this.#showing(take) : take,
      frame: current.frame,
      line: S.l,
      sinceNs: worker().nowNs(),
      ahead: this.#waiting.length,
      deadline: null,
      timedOut: false,
    };
    if (this.#places.length < this.options.max && this.#idle.length === 0) {
      this.#open(wish);
      return;
    }
    this.#waiting.push(wish);
    if (this.#idle.length > 0) worker().ticks.push(this.#pulse);
    const timeoutMs = Number(this.options.connectionTimeoutMillis) || 0;
    if (timeoutMs > 0) wish.deadline = deadlineAfter(timeoutMs, () => this.#giveUp(wish));
  }

  /** Hands out the client with its release(). */
  #showing(take: Wish['take']): Wish['take'] {
    return (error, place) => {
      if (place) this.#arm(place);
      take(error, place);
    };
  }

  #arm(place: Place): void {
    let released = false;
    place.client.release = (error) => {
      if (released) throw new Error('Release called on client which has already been released to the pool.');
      released = true;
      this.#release(place, error);
    };
  }

  #giveUp(wish: Wish): void {
    const at = this.#waiting.indexOf(wish);
    if (at >= 0) this.#waiting.splice(at, 1);
    wish.timedOut = true;
    this.#resource.waited(worker().nowNs() - wish.sinceNs, wish.ahead, wish.line);
    wish.take(new Error('timeout exceeded when trying to connect'), null);
  }

  #serveNext(): void {
    if (this.ended) return;
    if (this.ending) {
      for (const place of this.#idle.slice()) this.#remove(place);
      if (this.#places.length === 0) this.#finishEnd();
      return;
    }
    if (this.#waiting.length === 0) return;
    const place = this.#idle.pop();
    if (place) this.#give(place, this.#waiting.shift() as Wish, false);
    else if (this.#places.length < this.options.max) this.#open(this.#waiting.shift() as Wish);
  }

  #finishEnd(): void {
    this.ended = true;
    giveBackPoolResource(RESOURCE, this.#resource, this.#line, this.options.max);
    this.#onEnd?.(undefined);
  }

  /** Makes a connection for somebody. */
  #open(wish: Wish): void {
    const before = current.frame;
    const line = S.l;
    current.frame = wish.frame;
    S.l = wish.line;
    const client = new Client(this.options);
    const inside = insideOf(client);
    const place: Place = { client, inside, uses: 0, expired: false, idle: false, sinceNs: worker().nowNs() };
    this.#places.push(place);
    this.#resource.waited(place.sinceNs - wish.sinceNs, wish.ahead, wish.line);
    client.connect((error) => {
      if (!error) {
        this.#greet(place, wish);
        return;
      }
      this.#forget(place);
      this.#resource.held(worker().nowNs() - place.sinceNs);
      this.#serveNext();
      const isTimeout = (error as Error).message === 'timeout expired';
      this.#answer(
        wish,
        isTimeout
          ? new Error('Connection terminated due to connection timeout', { cause: new Error('Connection terminated unexpectedly') })
          : error,
      );
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
    const { onConnect, verify } = this.options as { onConnect?: unknown; verify?: unknown };
    if (typeof verify === 'function') {
      verify(place.client, (error: unknown) => {
        if (error) {
          this.#release(place, error);
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
    const { maxLifetimeSeconds } = this.options;
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
    place.idle = false;
    place.inside.lost = null;
    const before = current.frame;
    current.frame = wish.frame;
    if (!isNew) {
      place.sinceNs = worker().nowNs();
      this.#resource.waited(place.sinceNs - wish.sinceNs, wish.ahead, wish.line);
    }
    if (isNew && this.listenerCount('connect') > 0) this.emit('connect', place.client);
    if (this.listenerCount('acquire') > 0) this.emit('acquire', place.client);
    if (wish.deadline) wish.deadline.cancelled = true;
    if (wish.timedOut) this.#release(place, undefined);
    else wish.take(undefined, place);
    current.frame = before;
  }

  #release(place: Place, error: unknown): void {
    this.#resource.held(worker().nowNs() - place.sinceNs);
    place.uses++;
    if (this.listenerCount('release') > 0) this.emit('release', error, place.client);
    const { connection } = place.inside;
    const usable = !error && !this.ending && connection.queryable && !connection.ending && place.uses < this.options.maxUses;
    if (!usable || place.expired) {
      this.#remove(place, () => this.#serveNext());
      return;
    }
    place.idle = true;
    place.sinceNs = worker().nowNs();
    place.inside.lost = (failure) => this.#lostIdle(place, failure);
    this.#idle.push(place);
    if (this.options.idleTimeoutMillis > 0 && !this.#idleTimer) this.#watchIdle();
    this.#serveNext();
  }

  /** An idle connection is lost: the program is told by the pool's own event. */
  #lostIdle(place: Place, error: Error): boolean {
    this.#remove(place);
    this.emit('error', error, place.client);
    return true;
  }

  /** One timer for all idle connections, for the one that is idle longest. */
  #watchIdle(): void {
    const first = this.#idle[0];
    this.#idleTimer = first !== undefined && this.#places.length > this.options.min;
    if (!this.#idleTimer) return;
    const dueNs = (first as Place).sinceNs + this.options.idleTimeoutMillis * MS;
    setTimer(Math.max(1, (dueNs - worker().nowNs()) / MS), () => this.#closeIdle(), ROOT);
  }

  #closeIdle(): void {
    const nowNs = worker().nowNs();
    const limitNs = this.options.idleTimeoutMillis * MS;
    for (const place of this.#idle.slice()) {
      if (nowNs - place.sinceNs < limitNs || this.#places.length <= this.options.min) break;
      this.#remove(place, () => this.#serveNext());
    }
    this.#watchIdle();
  }

  #forget(place: Place): void {
    this.#places = this.#places.filter((each) => each !== place);
  }

  #remove(place: Place, then?: () => void): void {
    const at = this.#idle.indexOf(place);
    if (at >= 0) this.#idle.splice(at, 1);
    this.#forget(place);
    place.inside.connection.end(() => {
      if (this.listenerCount('remove') > 0) this.emit('remove', place.client);
      then?.();
    });
  }

  end(callback?: Finish): GuestPromise | undefined {
    if (this.ending) {
      const error = new Error('Called end on pool more than once');
      if (!callback) return GuestPromise.reject(error) as GuestPromise;
      callback(error);
      return undefined;
    }
    this.ending = true;
    const { promise, done } = promised(callback);
    this.#onEnd = done;
    this.#serveNext();
    return promise;
  }
}
freezeClass(Pool);
