// Locks, semaphores and queues of the real libraries, for the diagnosis and the picture: who waits for them, and how long they are held. The
// libraries call this where libraries.ts has put it in; it changes nothing of what they do, and costs no virtual time.
import { LIFTED_SERVERS } from '#engine/lift.ts';
import { placeNameOf, S } from '../kernel/counters.ts';
import { current, type Frame } from '../kernel/frame.ts';
import { inFrame, lifts, Resource, stateOf, worker } from '../kernel/worker.ts';

/** Those that are made at one line are one resource, as one for each key is: the busiest of them counts, as it is the limit. */
interface Shared {
  readonly resource: Resource;
  mostHeldNs: number;
}

interface Asked {
  readonly sinceNs: number;
  readonly ahead: number;
  readonly line: number;
  readonly frame: Frame;
  waitedNs: number;
}

type Kind = 'lock' | 'semaphore' | 'queue';

class Watch {
  #shared: Shared | null = null;
  /** When each place that is taken was taken, ns. */
  readonly #held: number[] = [];
  #heldNs = 0;
  readonly #kind: Kind;
  readonly name: string;
  readonly #servers: number;

  constructor(kind: Kind, name: string, servers: number, line: number) {
    this.#kind = kind;
    this.name = `${name} ${placeNameOf(line)}`;
    this.#servers = servers;
  }

  got(asked: Asked, places: number): void {
    const nowNs = worker().nowNs();
    asked.waitedNs = nowNs - asked.sinceNs;
    // Whether anybody waits for a job in a queue shows at its end.
    if (this.#kind !== 'queue') this.tell(asked);
    for (let i = 0; i < places; i++) this.#held.push(nowNs);
  }

  /** What is done after the answer, or for nobody, keeps no request waiting. */
  tell({ waitedNs, ahead, line, frame }: Asked): void {
    const { request } = frame;
    if (!request || !worker().open.has(request.token)) return;
    const { resource } = this.#sharedOne();
    inFrame(frame, () => resource.waited(waitedNs, ahead, line));
  }

  gaveBack(places: number): void {
    const nowNs = worker().nowNs();
    for (let i = 0; i < places; i++) this.#heldNs += nowNs - (this.#held.shift() ?? nowNs);
    const shared = this.#shared;
    if (shared === null || this.#heldNs <= shared.mostHeldNs) return;
    shared.resource.held(this.#heldNs - shared.mostHeldNs);
    shared.mostHeldNs = this.#heldNs;
  }

  #sharedOne(): Shared {
    this.#shared ??= sharedOf(this.#kind, this.name, this.#servers);
    return this.#shared;
  }
}

function sharedOf(kind: Kind, name: string, servers: number): Shared {
  const known = stateOf('watched', () => new Map<string, Shared>());
  const found = known.get(name);
  if (found !== undefined) return found;
  const shared = { resource: new Resource(kind, name, servers), mostHeldNs: 0 };
  known.set(name, shared);
  return shared;
}

const watches = new WeakMap<object, Watch>();
const asked = new WeakMap<object, Asked>();

/** Of a semaphore of async-mutex that is lifted: it walks over all its free places whenever one is given back. */
const LIFTED_PLACES = 300;

/** What a limit is kept in: async-mutex's semaphores, PQueue, the function that p-limit gives. */
type Limited = { _value: number } | { concurrency: number };

/** One was made. What no line of the program's own made, or has no bound, is not watched. `limited`: where its limit is kept, if not in itself. */
function made(owner: object, kind: Kind, name: string, servers: number, limited: object = owner): void {
  if (!(S.l > 0 && Number.isInteger(servers) && servers > 0)) return;
  const watch = new Watch(kind, name, servers, S.l);
  watches.set(owner, watch);
  if (!lifts(kind, watch.name)) return;
  const limit = limited as Limited;
  if ('_value' in limit) limit._value = Math.max(servers, LIFTED_PLACES);
  else limit.concurrency = LIFTED_SERVERS;
}

/** Somebody asks for a place; `wish` stands for that until it is given back. */
function asks(owner: object, wish: object, ahead: number): void {
  if (watches.has(owner)) asked.set(wish, { sinceNs: worker().nowNs(), ahead, line: S.l, frame: current.frame, waitedNs: 0 });
}

function got(owner: object, wish: object, places = 1): void {
  const since = asked.get(wish);
  if (since !== undefined) watches.get(owner)?.got(since, places);
}

/** A job of a queue has ended. */
function ended(owner: object, wish: object): void {
  const since = asked.get(wish);
  if (since !== undefined) watches.get(owner)?.tell(since);
}

function gaveBack(owner: object, places = 1): void {
  watches.get(owner)?.gaveBack(places);
}

/** For libraries only: modules.ts gives it to nobody else. */
export const WATCH = 'surge/watch';
export const WATCH_MODULES: Record<string, () => object> = { [WATCH]: () => ({ made, asks, got, ended, gaveBack }) };
