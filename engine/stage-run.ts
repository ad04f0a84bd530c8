// The state of one stage while it runs: the event list, the workers, the world around them, and what each event does.
// simulation.ts drives it; the guest's turns are its only input from outside.
import { EventList } from './event-list.ts';
import { type DeclaredCosts, EVENT, EVENT_FIELDS, HOW, SYSCALL } from './guest-port.ts';
import { GuestResources } from './guest-resources.ts';
import { BUCKET_NS, Meter, type MeterWindow } from './meter.ts';
import type { RequestRecord } from './request.ts';
import { ROW_LOCKS } from './request-times.ts';
import type { SpanKind, StageFault, StageOptions } from './stage.ts';
import { StageRecorder } from './stage-recorder.ts';
import { TokenTable } from './token-table.ts';
import { Bursts } from './world/bursts.ts';
import { CacheServer } from './world/cache.ts';
import { ClientConnections } from './world/client-connections.ts';
import { declaredCosts } from './world/costs.ts';
import { DatabaseServer } from './world/database.ts';
import { HAPPENING, type Surroundings } from './world/happening.ts';
import { Load } from './world/load.ts';
import { type Operation, OperationTable } from './world/operation.ts';
import { ServiceServer } from './world/service.ts';
import { WorkerServer } from './world/worker.ts';

/** What a load balancer answers for a worker that died or is not there yet. */
export const BAD_GATEWAY = 502;

/** Start-up may connect pools and build indexes, but not for ever. */
export const STARTUP_LIMIT_NS = 10_000_000_000;

/** Where start-up ends is known only when it has ended; load and window are laid out from there. */
export class StageRun implements Surroundings {
  readonly options: StageOptions;
  readonly events = new EventList();
  readonly workers: WorkerServer[];
  readonly operations = new OperationTable();
  readonly requests = new TokenTable<RequestRecord>();
  readonly costs: DeclaredCosts;
  readonly scale: number;
  /** Filled in when load begins; meters read it at every update. */
  readonly window: { startNs: number; endNs: number } = { startNs: 0, endNs: 0 };
  readonly clientTimeoutNs: number;
  recorder: StageRecorder;
  resources: GuestResources;
  loop: Meter;
  database: DatabaseServer;
  cache: CacheServer;
  services: ServiceServer[];
  fault: StageFault | null = null;
  nowNs = 0;
  handled = 0;
  /** Steps of tasks, of all workers. */
  steps = 0;
  loadStartNs = 0;
  loading = false;
  startupText = '';
  /** 2xx answers by index into load.requests. */
  readonly succeeded: number[];
  /** Operations by worker and the guest's token. */
  readonly tokens: TokenTable<Operation>[];
  /** HTTP connections by number: index of the service at the other end. */
  readonly connections = new Map<number, number>();
  nextConnection = 1;
  #load: Load;
  readonly #bursts: Bursts;
  readonly #clients: ClientConnections;
  #nextRequest = 1;
  readonly #knownResults = new Set<number>();
  #drawn: ReturnType<Load['draw']>;

  constructor(options: StageOptions) {
    this.options = options;
    const { world, seed } = options;
    const { simulated, count } = world.workers;
    this.scale = simulated / count;
    this.costs = declaredCosts(world);
    this.clientTimeoutNs = Math.round(world.load.clientTimeoutMs * 1e6);
    this.workers = Array.from({ length: simulated }, (_, index) => new WorkerServer(index));
    this.succeeded = world.load.requests.map(() => 0);
    this.tokens = this.workers.map(() => new TokenTable<Operation>());
    // Buckets of the meters need the window's length; its place is moved when load begins.
    this.window.endNs = Math.round(options.seconds * 1e9);
    const window: MeterWindow = this.window;
    this.resources = new GuestResources(simulated, window);
    this.loop = new Meter(window);
    this.database = new DatabaseServer(
      world.database,
      options.database,
      this.operations,
      this,
      this.scale,
      window,
      options.lift?.kind === 'rows',
    );
    this.services = world.services.map(
      (service) =>
        new ServiceServer(service, {
          seed,
          scale: this.scale,
          window,
          operations: this.operations,
          around: this,
          database: options.database,
        }),
    );
    this.cache = new CacheServer(world.cache, { seed, scale: this.scale, window, around: this });
    this.#load = new Load(world.load, { rps: options.offeredRps * this.scale, workers: simulated, seed });
    this.#bursts = new Bursts(world.load.bursts, window);
    const { connections } = world.load;
    this.#clients = new ClientConnections(connections === null ? null : Math.max(1, Math.round(connections * this.scale)));
    this.#drawn = this.#load.draw();
    // Until load begins nothing lies in the window.
    this.window.startNs = Number.MAX_SAFE_INTEGER - 2 * this.window.endNs;
    this.window.endNs = Number.MAX_SAFE_INTEGER - this.window.endNs;
    this.recorder = new StageRecorder(options, { startNs: 0, endNs: 0 }, 0);
  }

  begin(): void {
    for (const worker of this.workers) {
      worker.startUp(0);
      this.wake(worker);
    }
  }

  schedule(timeNs: number, kind: number, a: number, b = 0): void {
    this.events.schedule(timeNs, kind, a, b);
  }

  /** A turn for the worker, as soon as it is free. */
  wake(worker: WorkerServer): void {
    if (worker.turnScheduled) return;
    worker.turnScheduled = true;
    this.schedule(Math.max(this.nowNs, worker.busyUntilNs), HAPPENING.TURN, worker.index);
  }

  complete(operation: Operation, nowNs: number, delayNs: number): void {
    this.schedule(nowNs + delayNs, HAPPENING.DELIVERY, operation.id);
  }

  /** All workers have started: load begins now. */
  startLoad(): void {
    this.loading = true;
    const start = this.nowNs;
    const { warmupSeconds, seconds, world } = this.options;
    this.loadStartNs = start;
    this.window.startNs = start + Math.round(warmupSeconds * 1e9);
    this.window.endNs = this.window.startNs + Math.round(seconds * 1e9);
    const console = this.recorder.console;
    this.recorder = new StageRecorder(this.options, this.window, start, this.recorder.profile);
    this.recorder.console.push(...console);
    this.schedule(this.#bursts.after(start, this.#drawn.gapNs), HAPPENING.ARRIVAL, 0);
    this.services.forEach((service, index) => {
      for (const ns of service.brownOuts.resizesAtNs()) this.schedule(Math.max(start, ns), HAPPENING.BROWN_OUT, index);
    });
    world.events.forEach((event, index) => {
      this.schedule(Math.max(start, this.window.startNs + Math.round(event.atMs * 1e6)), HAPPENING.WORLD_EVENT, index);
    });
    const marks = Math.ceil((this.window.endNs - start) / BUCKET_NS);
    for (let mark = 1; mark <= marks; mark++) this.schedule(Math.min(this.window.endNs, start + mark * BUCKET_NS), HAPPENING.MARK, 0);
    this.schedule(this.window.startNs, HAPPENING.WINDOW, 0);
  }

  endNs(): number {
    return this.loading ? this.window.endNs + this.clientTimeoutNs : STARTUP_LIMIT_NS;
  }

  fail(verdict: string, message: string, line = 0): void {
    this.fault ??= { verdict, message, line };
  }

  arrive(): void {
    const drawn = this.#drawn;
    const now = this.nowNs;
    this.#drawn = this.#load.draw();
    const next = this.#bursts.after(now, this.#drawn.gapNs);
    if (next < this.window.endNs) this.schedule(next, HAPPENING.ARRIVAL, 0);
    const record: RequestRecord = {
      id: this.#nextRequest++,
      worker: drawn.worker,
      template: drawn.template,
      key: drawn.key,
      arrivedNs: now,
      inWindow: this.recorder.inWindow(now),
      acceptedNs: -1,
      state: 'open',
      handled: false,
      status: 0,
      body: '',
      spans: [],
      open: 0,
      held: null,
    };
    this.recorder.arrived(record);
    if (this.#clients.take(record)) this.#send(record);
    this.events.scheduleInLine(now + this.clientTimeoutNs, HAPPENING.CLIENT_TIMEOUT, record.id);
  }

  /** The request goes out on a connection. */
  #send(record: RequestRecord): void {
    const now = this.nowNs;
    this.requests.set(record.id, record);
    const worker = this.workers[record.worker] as WorkerServer;
    if (!worker.started) {
      // Its load balancer finds nobody there.
      record.handled = true;
      record.status = BAD_GATEWAY;
      this.schedule(now, HAPPENING.ANSWER, record.id);
      return;
    }
    worker.put(now, EVENT.REQUEST, record.id, 0, 0, this.#load.text(record.template, record.key));
    this.wake(worker);
  }

  #sendNext(): void {
    const next = this.#clients.giveBack();
    if (next) this.#send(next);
  }

  deliver(operation: Operation): void {
    const now = this.nowNs;
    this.operations.remove(operation);
    if (operation.cancelled) {
      if (operation.kind === SYSCALL.DB_CONNECT && operation.a === 0) this.database.close(operation.b, now);
      if (operation.kind === SYSCALL.CACHE_CONNECT && operation.a === 0) this.cache.close(operation.b);
      return;
    }
    this.tokens[operation.worker]?.delete(operation.token);
    this.ended(operation);
    const worker = this.workers[operation.worker] as WorkerServer;
    this.recordOperation(operation, now);
    const named = operation.kind === SYSCALL.DB_QUERY && operation.a === 0 && operation.b !== 0;
    worker.put(now, named ? EVENT.RESULT : EVENT.COMPLETION, operation.token, operation.a, operation.b, operation.answer);
    this.wake(worker);
  }

  /** An operation of a request's own is no longer under way. */
  ended({ request }: Operation): void {
    const record = this.requests.get(request);
    if (record) record.open--;
  }

  /** Who asked for it waits no longer: it counts, with the time until then. */
  giveUp(operation: Operation, nowNs: number): void {
    if (operation.queuedSinceNs >= 0) operation.queueNs += nowNs - operation.queuedSinceNs;
    if (operation.lockSinceNs >= 0) {
      operation.queueNs += nowNs - operation.lockSinceNs;
      operation.lockNs += nowNs - operation.lockSinceNs;
    }
    this.recordOperation(operation, nowNs, true);
    this.ended(operation);
  }

  clientTimeout(id: number): void {
    const sent = this.requests.get(id);
    const record = sent ?? this.#clients.giveUp(id);
    if (record?.state !== 'open') return;
    record.state = 'timeout';
    this.recorder.timedOut(record, this.nowNs);
    if (!sent) return;
    if (record.inWindow && !record.handled) this.recorder.unheard++;
    this.#sendNext();
  }

  answer(id: number): void {
    const record = this.requests.get(id);
    if (!record) return;
    this.requests.delete(id);
    if (record.state !== 'open') {
      if (record.inWindow) this.recorder.unheard--;
      return;
    }
    record.state = 'answered';
    this.recorder.answered(record, this.nowNs);
    this.#sendNext();
  }

  /** A result that the guest has seen goes without its text. Decided as the batch sets out: an inbox may wait for its worker. */
  leaveOutKnown(events: readonly number[], texts: string[]): void {
    for (let i = 0; i < texts.length; i++) {
      if (events[i * EVENT_FIELDS] !== EVENT.RESULT) continue;
      const id = events[i * EVENT_FIELDS + 3] as number;
      if (this.knows(id)) texts[i] = '';
    }
  }

  /** Whether the guest has seen a result; from now on it has. */
  knows(result: number): boolean {
    if (this.#knownResults.has(result)) return true;
    this.#knownResults.add(result);
    return false;
  }

  /** Books an operation that ended at `now`, with its place in the user's code and in its request. */
  recordOperation(operation: Operation, now: number, givenUp = false): void {
    const { kind, line, startedNs, lockNs, queueNs } = operation;
    const { name, span, connects } = this.#describe(operation);
    // No connection of the program's own: it stands for the cancel request of a statement that was given up.
    const cancels = connects && operation.how === HOW.AFTER_CANCEL;
    // A pool's reset is no statement of the user's: it would count as one in every N+1.
    if (this.recorder.inWindow(now) && !(kind === SYSCALL.DB_QUERY && operation.text === '')) {
      const waitsFor = cancels ? CANCEL_REQUEST : kind === SYSCALL.DB_CONNECT ? 'connections' : connects ? `${name} connections` : name;
      // What a client of the cache waits for in BLPOP is no work of the cache.
      const idleNs = isCache(kind) ? operation.sleepNs : 0;
      this.recorder.lineWaits.add(line, waitsFor, queueNs - lockNs, now - startedNs - queueNs - idleNs, givenUp);
      if (lockNs > 0) this.recorder.lineWaits.add(line, ROW_LOCKS, lockNs, 0);
    }
    const record = this.requests.get(operation.request);
    if (!record) return;
    const label = cancels ? CANCEL_REQUEST : connects ? name : isCache(kind) ? commandsOf(operation.text) : operation.text;
    record.spans.push({
      kind: cancels ? 'wait' : connects ? 'connect' : span,
      label,
      line,
      startNs: startedNs,
      endNs: now,
      queueNs,
      resource: connects ? `${name} connections` : name,
      lockNs,
    });
  }

  /** The resource that an operation went to, how it is drawn, and whether it only opened a connection. */
  #describe({ kind, service }: Operation): Described {
    if (isDatabase(kind)) return kind === SYSCALL.DB_CONNECT ? DATABASE_CONNECT : DATABASE_QUERY;
    if (isCache(kind)) return kind === SYSCALL.CACHE_CONNECT ? CACHE_CONNECT : CACHE_CALL;
    return { name: this.services[service]?.name ?? 'network', span: 'http', connects: kind === SYSCALL.HTTP_CONNECT };
  }
}

const CANCEL_REQUEST = 'cancel request';
/** Name of the cache as a resource. */
export const CACHE = 'cache';
interface Described {
  readonly name: string;
  readonly span: SpanKind;
  readonly connects: boolean;
}
const DATABASE_CONNECT: Described = { name: 'database', span: 'query', connects: true };
const DATABASE_QUERY: Described = { name: 'database', span: 'query', connects: false };
const CACHE_CONNECT: Described = { name: CACHE, span: 'cache', connects: true };
const CACHE_CALL: Described = { name: CACHE, span: 'cache', connects: false };
/** Commands that a label tells of. */
const LABELLED = 3;

function commandsOf(text: string): string {
  const commands = JSON.parse(text) as string[][];
  const shown = commands.slice(0, LABELLED).map((command) => command.join(' ').slice(0, 80));
  return commands.length > LABELLED ? `${shown.join('; ')} … (${commands.length})` : shown.join('; ');
}

export function isDatabase(kind: number): boolean {
  return kind === SYSCALL.DB_CONNECT || kind === SYSCALL.DB_QUERY;
}

export function isCache(kind: number): boolean {
  return kind === SYSCALL.CACHE_CONNECT || kind === SYSCALL.CACHE_CALL;
}
