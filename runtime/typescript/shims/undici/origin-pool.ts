// The connections to one origin, as undici's Pool keeps them: the first free one in the order in which they were made, a new one while there may be
// more, otherwise the line. One request at a time on each.
import { HTTP_LIBRARY, SYSCALL } from '#engine/guest-port.ts';
import { S } from '../../kernel/counters.ts';
import { current, type Frame } from '../../kernel/frame.ts';
import { type Answer, cancel, emit, inFrame, nowNs, type Resource, start } from '../../kernel/worker.ts';
import { type Deadline, deadlineAfter } from '../deadlines.ts';
import { giveBackPoolResource, takePoolResource } from '../pool-names.ts';
import { ConnectTimeoutError, connectionRefused, HeadersTimeoutError, SocketError } from './errors.ts';

const NAME = 'undici pool';
const MS = 1_000_000;
/** Calls that have left the line are taken out of it together. */
const MOST_PASSED = 1024;

export interface PoolSettings {
  /** Connections at once; null: no limit. */
  readonly connections: number | null;
  readonly keepAliveMs: number;
  readonly connectMs: number;
  /** Null: undici's five minutes, longer than any stage. */
  readonly headersMs: number | null;
}

const QUEUED = 0;
const CONNECTING = 1;
const SENT = 2;
const OVER = 3;

/** One request on its way through a pool. Its maker is told of its end once. */
export class Call {
  state = QUEUED;
  slot: Slot | null = null;
  token = 0;
  deadline: Deadline | null = null;
  queuedNs = 0;
  ahead = 0;
  readonly line = S.l;
  readonly frame: Frame = current.frame;

  constructor(
    /** Text of the HTTP_REQUEST. */
    readonly text: string,
    readonly headersMs: number | null,
    readonly done: (answer: Answer) => void,
    readonly fail: (error: unknown) => void,
  ) {}
}

interface Slot {
  readonly serial: number;
  /** 0: not connected. */
  connection: number;
  expiresNs: number;
  sinceNs: number;
}

export class OriginPool {
  readonly origin: string;
  readonly #settings: PoolSettings;
  #limit: number;
  readonly #line: number;
  #slots = 0;
  /** Latest first. */
  readonly #idle: Slot[] = [];
  #queue: Call[] = [];
  #head = 0;
  #waiting = 0;
  #calls = 0;
  #resource: Resource | null = null;
  #whenIdle: (() => void) | null = null;

  constructor(origin: string, settings: PoolSettings, line: number) {
    this.origin = origin;
    this.#settings = settings;
    this.#limit = settings.connections ?? Number.POSITIVE_INFINITY;
    this.#line = line;
  }

  get stats(): { connected: number; free: number; pending: number; queued: number; running: number; size: number } {
    const running = this.#slots - this.#idle.length;
    const free = this.#idle.filter((slot) => slot.connection !== 0).length;
    return { connected: running + free, free, pending: 0, queued: this.#waiting, running, size: running + this.#waiting };
  }

  send(call: Call): void {
    this.#watch();
    const slot = this.#idle.pop() ?? this.#makeSlot();
    if (slot) {
      this.#resource?.waited(0, 0, call.line);
      this.#serve(slot, call);
      return;
    }
    call.queuedNs = nowNs();
    call.ahead = this.#waiting++;
    this.#queue.push(call);
  }

  /** A pool with a limit is a resource, from its second request on. */
  #watch(): void {
    this.#calls++;
    if (this.#calls !== 2 || !Number.isFinite(this.#limit)) return;
    this.#resource = takePoolResource(NAME, this.#line, this.#limit);
    if (this.#resource.lifted) this.#limit = Number.POSITIVE_INFINITY;
    for (let i = this.#idle.length; i < this.#slots; i++) this.#resource.waited(0, 0, this.#line);
  }

  #makeSlot(): Slot | null {
    if (this.#slots >= this.#limit) return null;
    this.#slots++;
    return { serial: this.#slots, connection: 0, expiresNs: 0, sinceNs: 0 };
  }

  #serve(slot: Slot, call: Call): void {
    const now = nowNs();
    slot.sinceNs = now;
    call.slot = slot;
    if (slot.connection !== 0 && now > slot.expiresNs) this.#disconnect(slot);
    if (slot.connection === 0) this.#connect(slot, call);
    else this.#request(slot, call);
  }

  #disconnect(slot: Slot): void {
    emit(SYSCALL.HTTP_CLOSE, 0, slot.connection, 0, '', 0);
    slot.connection = 0;
  }

  #connect(slot: Slot, call: Call): void {
    call.state = CONNECTING;
    const deadline = deadlineAfter(this.#settings.connectMs, () => {
      cancel(token);
      if (call.state !== OVER) this.#end(call).fail(new ConnectTimeoutError());
      this.#free(slot);
    });
    const connected = ({ a, b, text }: Answer) => {
      deadline.cancelled = true;
      if (a === 0) slot.connection = b;
      slot.expiresNs = nowNs() + this.#settings.keepAliveMs * MS;
      if (a === 0 && call.state !== OVER) {
        this.#request(slot, call);
        return;
      }
      // Whoever wanted the connection has gone meanwhile, or there is none.
      if (call.state !== OVER) this.#end(call).fail(connectionRefused(this.origin, text));
      this.#free(slot);
    };
    const token = start(SYSCALL.HTTP_CONNECT, 0, 0, this.origin, connected, call.line);
  }

  #request(slot: Slot, call: Call): void {
    call.state = SENT;
    const headersMs = call.headersMs ?? this.#settings.headersMs;
    if (headersMs !== null && headersMs > 0) call.deadline = deadlineAfter(headersMs, () => this.#expire(call));
    const { connection } = slot;
    call.token = start(
      SYSCALL.HTTP_REQUEST,
      connection,
      HTTP_LIBRARY.undici,
      call.text,
      (answer) => this.#answered(slot, call, answer),
      call.line,
    );
  }

  #answered(slot: Slot, call: Call, answer: Answer): void {
    this.#end(call);
    if (answer.a === 0) {
      slot.connection = 0;
      call.fail(new SocketError('other side closed'));
    } else {
      slot.expiresNs = nowNs() + this.#settings.keepAliveMs * MS;
      call.done(answer);
    }
    this.#free(slot);
  }

  #end(call: Call): Call {
    call.state = OVER;
    if (call.deadline) call.deadline.cancelled = true;
    return call;
  }

  #expire(call: Call): void {
    this.#lose(call);
    call.fail(new HeadersTimeoutError());
  }

  /** The connection of a request under way is lost with it. */
  #lose(call: Call): void {
    const slot = call.slot as Slot;
    this.#end(call);
    cancel(call.token);
    slot.connection = 0;
    this.#free(slot);
  }

  /** Nobody waits for the call any more. */
  abort(call: Call): void {
    if (call.state === SENT) this.#lose(call);
    else if (call.state === QUEUED) {
      this.#waiting--;
      // Waiting in vain is waiting too.
      this.#resource?.waited(nowNs() - call.queuedNs, call.ahead, call.line);
    }
    call.state = OVER;
  }

  #free(slot: Slot): void {
    const now = nowNs();
    this.#resource?.held(now - slot.sinceNs);
    const next = this.#nextInLine();
    if (next) {
      this.#resource?.waited(now - next.queuedNs, next.ahead, next.line);
      inFrame(next.frame, () => this.#serve(slot, next));
      return;
    }
    let at = this.#idle.length;
    while (at > 0 && (this.#idle[at - 1] as Slot).serial < slot.serial) at--;
    this.#idle.splice(at, 0, slot);
    if (this.#whenIdle && this.#idle.length === this.#slots) this.#whenIdle();
  }

  #nextInLine(): Call | null {
    if (this.#head > MOST_PASSED) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    while (this.#head < this.#queue.length) {
      const call = this.#queue[this.#head++] as Call;
      if (call.state !== QUEUED) continue;
      this.#waiting--;
      return call;
    }
    this.#queue = [];
    this.#head = 0;
    return null;
  }

  /** Calls `closed` once no request is left, with every connection closed. */
  close(closed: () => void): void {
    const finish = () => {
      this.#whenIdle = null;
      for (const slot of this.#idle) if (slot.connection !== 0) this.#disconnect(slot);
      if (this.#resource) giveBackPoolResource(NAME, this.#resource, this.#line, this.#limit);
      closed();
    };
    if (this.#idle.length === this.#slots) finish();
    else this.#whenIdle = finish;
  }

  /** Those that wait end with an error; what is under way still comes to its end. */
  refuseQueue(error: unknown): void {
    for (let call = this.#nextInLine(); call; call = this.#nextInLine()) {
      call.state = OVER;
      call.fail(error);
    }
  }
}
