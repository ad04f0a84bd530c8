// pg.Pool: what programs see of pg-pool 3.14.
import { S } from '../../kernel/counters.ts';
import { current } from '../../kernel/frame.ts';
import { GuestPromise } from '../../kernel/promise.ts';
import { freezeClass } from '../../kernel/realm.ts';
import { worker } from '../../kernel/worker.ts';
import { EventEmitter } from '../emitter.ts';
import { type Client, promised, settle } from './client.ts';
import { type Place, Places, type PoolOptions } from './places.ts';
import { type Finish, Statement } from './statement.ts';

type Connected = (error: unknown, client?: Client, release?: (error?: unknown) => void) => void;

export class Pool extends EventEmitter {
  readonly options: PoolOptions;
  ending = false;
  ended = false;
  readonly #places: Places;

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
    this.#places = new Places(this, this.options);
  }

  get totalCount(): number {
    return this.#places.total;
  }

  get idleCount(): number {
    return this.#places.idle;
  }

  get waitingCount(): number {
    return this.#places.waiting;
  }

  get expiredCount(): number {
    return this.#places.expired;
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
    if (this.ending) finish(refusal());
    else
      this.#places.want((error, place) => {
        if (place) this.#run(place, text, values, line, finish);
        else finish(error);
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
      place.inside.lost = end;
      place.inside.connection.submit(statement);
    } catch (error) {
      S.c(error);
      end(error);
    }
  }

  /** What ends it, once. A function of its own: the bundler gives each named function its name anew, at a cost that counts here. */
  #ending(place: Place, finish: Finish): (error: unknown, result?: unknown) => boolean {
    let done = false;
    return (error, result) => {
      if (done) return true;
      done = true;
      this.#places.release(place, error);
      finish(error ?? undefined, result);
      return true;
    };
  }

  connect(callback?: Connected): GuestPromise | undefined {
    const promise = callback ? undefined : GuestPromise.pending();
    const take = (error: unknown, place: Place | null) => {
      if (place) this.#arm(place);
      const client = place?.client;
      if (callback) callback(error, client, client ? client.release : () => undefined);
      else if (client) GuestPromise.fulfill(promise as GuestPromise, client);
      else GuestPromise.rejectWith(promise as GuestPromise, error);
    };
    if (this.ending) take(refusal(), null);
    else this.#places.want(take);
    return promise;
  }

  /** The client that is handed out can be released, once. */
  #arm(place: Place): void {
    let released = false;
    place.client.release = (error) => {
      if (released) throw new Error('Release called on client which has already been released to the pool.');
      released = true;
      this.#places.release(place, error);
    };
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
    this.#places.end(() => {
      this.ended = true;
      done(undefined);
    });
    return promise;
  }
}
freezeClass(Pool);

function refusal(): Error {
  return new Error('Cannot use a pool after calling end on the pool');
}
