// An HTTP service of the world: connections that cost time to open, a rate limit, a line before its slots, a latency
// with a tail, failures. Shared by the fleet, so its slots and its rate are scaled by simulated / count.
import type { DatabasePort } from '../database-port.ts';
import { SYSCALL } from '../guest-port.ts';
import type { MeterWindow } from '../meter.ts';
import { RandomStream } from '../random.ts';
import { Station } from '../station.ts';
import { type MatchedRequest, ServiceRoutes } from './answers.ts';
import { BrownOuts } from './brown-outs.ts';
import { HAPPENING, type Surroundings } from './happening.ts';
import type { Operation, OperationTable } from './operation.ts';
import type { BrownOut, Failures, Latency, ServiceRoute, ServiceWorld } from './world.ts';

/** Requests that a rate limit lets through at once, as time at its rate (modelled: limiters count in windows of this order). */
const BURST_SECONDS = 0.1;
const RETRY_AFTER_S = 1;

class TokenBucket {
  readonly #perNs: number;
  readonly #capacity: number;
  #tokens: number;
  #sinceNs = 0;

  constructor(perSecond: number) {
    this.#perNs = perSecond / 1e9;
    this.#capacity = Math.max(1, perSecond * BURST_SECONDS);
    this.#tokens = this.#capacity;
  }

  take(nowNs: number): boolean {
    // A blocking caller may have asked ahead of time.
    this.#tokens = Math.min(this.#capacity, this.#tokens + Math.max(0, nowNs - this.#sinceNs) * this.#perNs);
    this.#sinceNs = Math.max(this.#sinceNs, nowNs);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

export class ServiceServer {
  /** "pricing.test" of "http://pricing.test". */
  readonly name: string;
  readonly world: ServiceWorld;
  /** The service's own slots first, then those of routes with a limit of their own. */
  readonly slots: Station;
  readonly brownOuts: BrownOuts;
  /** Brown-outs in which the service began to serve operations. */
  readonly #beganIn = new Map<number, BrownOut>();
  readonly #scale: number;
  readonly #routes: ServiceRoutes;
  readonly #routeSlots = new Map<ServiceRoute, Station>();
  readonly #bucket: TokenBucket | null;
  readonly #routeBuckets = new Map<ServiceRoute, TokenBucket>();
  readonly #latencies: RandomStream;
  readonly #faults: RandomStream;
  readonly #matched = new Map<number, MatchedRequest>();
  readonly #halfTripNs: number;
  readonly #operations: OperationTable;
  readonly #around: Surroundings;
  readonly #database: DatabasePort;

  constructor(
    world: ServiceWorld,
    options: {
      readonly seed: number;
      readonly scale: number;
      readonly window: MeterWindow;
      readonly operations: OperationTable;
      readonly around: Surroundings;
      readonly database: DatabasePort;
    },
  ) {
    this.world = world;
    this.name = world.baseUrl.replace(/^\w+:\/\//, '');
    this.#routes = new ServiceRoutes(world);
    this.brownOuts = new BrownOuts(world.brownOuts, options.window);
    this.#scale = options.scale;
    this.slots = new Station(world.concurrency * options.scale, options.window);
    this.#bucket = bucketFor(world.rateLimitPerSecond, options.scale);
    for (const route of world.routes) {
      if (route.concurrency !== undefined) this.#routeSlots.set(route, new Station(route.concurrency * options.scale, options.window));
      const bucket = bucketFor(route.rateLimitPerSecond ?? Number.POSITIVE_INFINITY, options.scale);
      if (bucket) this.#routeBuckets.set(route, bucket);
    }
    this.#latencies = new RandomStream(options.seed, `latency ${world.baseUrl}`);
    this.#faults = new RandomStream(options.seed, `faults ${world.baseUrl}`);
    this.#halfTripNs = Math.round((world.roundTripMs * 1e6) / 2);
    this.#operations = options.operations;
    this.#around = options.around;
    this.#database = options.database;
  }

  submit(operation: Operation, nowNs: number): void {
    if (operation.kind === SYSCALL.HTTP_CONNECT) {
      this.#around.complete(operation, nowNs, Math.round(this.world.connectMs * 1e6));
    } else {
      this.#around.schedule(nowNs + this.#halfTripNs, HAPPENING.SERVICE_ARRIVAL, operation.id);
    }
  }

  /** A blocking caller's operation, answered at once. Returns when its answer is there, ns. */
  answerNow(operation: Operation, askedNs: number, nowNs: number): number {
    if (operation.kind === SYSCALL.HTTP_CONNECT) return askedNs + Math.round(this.world.connectMs * 1e6);
    const arrivedNs = askedNs + this.#halfTripNs;
    const matched = this.#admit(operation, arrivedNs);
    if (!matched) return arrivedNs + this.#halfTripNs;
    // When its service begins depends on how long it takes: what holds for it is decided as it arrives.
    const brownOut = this.brownOuts.at(arrivedNs);
    const latencyNs = this.#latencyNs(matched, brownOut);
    const beginNs = this.#slotsOf(matched).reserve(nowNs, arrivedNs, latencyNs);
    operation.queueNs = beginNs - arrivedNs;
    this.#around.schedule(beginNs, HAPPENING.RESERVED_BEGIN, operation.id);
    this.#around.schedule(beginNs + latencyNs, HAPPENING.RESERVED_END, operation.id);
    this.#answer(operation, matched, beginNs + latencyNs, brownOut);
    return beginNs + latencyNs + this.#halfTripNs;
  }

  reservedBegin(operation: Operation, nowNs: number): void {
    this.#slotsOf(this.#matched.get(operation.id) as MatchedRequest).seize(nowNs, operation.queueNs);
  }

  reservedEnd(operation: Operation, nowNs: number): void {
    const matched = this.#matched.get(operation.id) as MatchedRequest;
    this.#matched.delete(operation.id);
    this.#nextInLine(this.#slotsOf(matched), nowNs);
  }

  arrive(operation: Operation, nowNs: number): void {
    const matched = this.#admit(operation, nowNs);
    if (!matched) this.#around.complete(operation, nowNs, this.#halfTripNs);
    else if (this.#slotsOf(matched).arrive(nowNs, operation.id)) this.#serve(operation, nowNs);
    else operation.queuedSinceNs = nowNs;
  }

  /** What is asked for; null: over the rate limit, and the operation has its answer. */
  #admit(operation: Operation, nowNs: number): MatchedRequest | null {
    const firstLine = operation.text.slice(0, operation.text.indexOf('\n'));
    const space = firstLine.indexOf(' ');
    const url = firstLine.slice(space + 1);
    const target = url.startsWith(this.world.baseUrl) ? url.slice(this.world.baseUrl.length) || '/' : url;
    const matched = this.#routes.match(firstLine.slice(0, space), target.startsWith('/') ? target : `/${target}`);
    const routeBucket = matched.route ? this.#routeBuckets.get(matched.route) : undefined;
    if ((this.#bucket && !this.#bucket.take(nowNs)) || (routeBucket && !routeBucket.take(nowNs))) {
      this.slots.meter.failed(nowNs);
      operation.a = 429;
      operation.b = RETRY_AFTER_S;
      operation.answer = '{"detail":"Too Many Requests"}';
      return null;
    }
    this.#matched.set(operation.id, matched);
    return matched;
  }

  served(operation: Operation, nowNs: number): void {
    const matched = this.#matched.get(operation.id) as MatchedRequest;
    const brownOut = this.#beganIn.get(operation.id);
    this.#matched.delete(operation.id);
    this.#beganIn.delete(operation.id);
    this.#nextInLine(this.#slotsOf(matched), nowNs);
    this.#answer(operation, matched, nowNs, brownOut);
    this.#around.complete(operation, nowNs, this.#halfTripNs);
  }

  /** A brown-out has begun or ended. */
  resize(nowNs: number): void {
    const concurrency = this.brownOuts.at(nowNs)?.concurrency;
    const resizeTo = (slots: Station, own: number) => {
      slots.resize(nowNs, (concurrency ?? own) * this.#scale);
      for (let next = slots.takeNext(nowNs); next >= 0; next = slots.takeNext(nowNs)) this.#serveWaiting(next, slots, nowNs);
    };
    resizeTo(this.slots, this.world.concurrency);
    for (const [route, slots] of this.#routeSlots) resizeTo(slots, route.concurrency as number);
  }

  #nextInLine(slots: Station, nowNs: number): void {
    const next = slots.depart(nowNs);
    if (next >= 0) this.#serveWaiting(next, slots, nowNs);
  }

  #serveWaiting(id: number, slots: Station, nowNs: number): void {
    const waiting = this.#operations.get(id);
    waiting.queueNs += slots.waitedNs;
    waiting.queuedSinceNs = -1;
    this.#serve(waiting, nowNs);
  }

  #answer(operation: Operation, matched: MatchedRequest, nowNs: number, brownOut: BrownOut | undefined): void {
    const failures: Failures = brownOut?.failures ?? matched.route?.failures ?? this.world.failures;
    // Drawn for every request, so that a change of the rate does not move the others.
    if (this.#faults.uniform() < failures.rate) {
      this.slots.meter.failed(nowNs);
      operation.a = failures.status;
      operation.answer = '{"detail":"Service failed"}';
    } else {
      const answer = this.#routes.answer(matched, this.#database);
      operation.a = answer.status;
      operation.answer = answer.body;
    }
  }

  /** Nobody waits any more. Returns true if the operation left the line at once; otherwise it runs to its end unheard. */
  cancel(operation: Operation, nowNs: number): boolean {
    if (operation.queuedSinceNs < 0) return false;
    this.#slotsOf(this.#matched.get(operation.id) as MatchedRequest).cancel(nowNs, operation.id);
    this.#matched.delete(operation.id);
    return true;
  }

  #slotsOf(matched: MatchedRequest): Station {
    return (matched.route && this.#routeSlots.get(matched.route)) ?? this.slots;
  }

  #serve(operation: Operation, nowNs: number): void {
    const matched = this.#matched.get(operation.id) as MatchedRequest;
    const brownOut = this.brownOuts.at(nowNs);
    if (brownOut) this.#beganIn.set(operation.id, brownOut);
    this.#around.schedule(nowNs + this.#latencyNs(matched, brownOut), HAPPENING.SERVICE_SERVED, operation.id);
  }

  #latencyNs({ route, query }: MatchedRequest, brownOut: BrownOut | undefined): number {
    return Math.round(drawLatency(brownOut?.latency ?? route?.latency ?? this.world.latency, this.#latencies, query) * 1e6);
  }
}

function bucketFor(perSecond: number, scale: number): TokenBucket | null {
  return Number.isFinite(perSecond) ? new TokenBucket(perSecond * scale) : null;
}

function drawLatency(latency: Latency, stream: RandomStream, query: ReadonlyMap<string, string>): number {
  if ('fixedMs' in latency) return latency.fixedMs;
  if ('exponentialMs' in latency) return stream.exponential(latency.exponentialMs);
  if ('lognormal' in latency) return stream.lognormal(latency.lognormal.medianMs, latency.lognormal.sigma);
  const asked = Number(query.get(latency.query) ?? 0);
  return Number.isFinite(asked) && asked > 0 ? asked : 0;
}
