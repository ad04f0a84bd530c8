// Syscalls: the only way from the guest to the world. One realm holds all simulated workers of a run, each with its own clock, loop and modules;
// `worker()` is the one whose turn it is. A worker's local time only moves when CPU is charged:
//   now = start of the turn + counted CPU + declared CPU of the syscalls so far
// The engine computes the same sum from the syscalls and does not trust this one.
import { type DeclaredCosts, SYSCALL, SYSCALL_FIELDS } from '#engine/guest-port.ts';
import { LIFTED_SERVERS, type Lift } from '#engine/lift.ts';
import type { ResourceKind } from '#engine/resource-kind.ts';
import { TokenTable } from '#engine/token-table.ts';
import { declaredCost } from '#engine/world/costs.ts';
import { isNews, namePath } from './call-path.ts';
import { resetCounters, S, setLineTeller } from './counters.ts';
import { Fifo } from './fifo.ts';
import { current, type Frame, ROOT } from './frame.ts';
import { GuestPromise } from './promise.ts';

/** A completion: a, b and text as in SYSCALL. */
export interface Answer {
  readonly a: number;
  readonly b: number;
  readonly text: string;
}

interface Operation {
  readonly done: (answer: Answer) => void;
  readonly frame: Frame;
}

export interface LoadOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly costs: DeclaredCosts;
  readonly threadTokens: number;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly seed: number;
  readonly lift?: Lift;
}

export interface TimerEntry {
  readonly dueNs: number;
  readonly sequence: number;
  readonly fire: () => void;
  cancelled: boolean;
  /** It does not keep a process alive (unref). */
  background: boolean;
}

export interface Tick {
  readonly run: () => void;
  readonly frame: Frame;
}

/** Syscalls before it; kind, token, CPU counted, line, a, request. */
const TOLD_FIELDS = 7;

export class Worker {
  readonly index: number;
  readonly options: LoadOptions;
  startNs = 0;
  declaredNs = 0;
  /** CPU that the kernel charged this turn, ns, beside the operations of S.n. */
  chargedNs = 0;
  /** CPU of the turns before this one, ns. */
  cpuNs = 0;
  /** When the process began, ns; -1: not yet. */
  bornNs = -1;
  steps = 0;
  /** Syscalls of the turn: SYSCALL_FIELDS numbers and one text each. Written over. */
  out = new Float64Array(64 * SYSCALL_FIELDS);
  texts: string[] = [];
  /** Lines told between the turn's syscalls, TOLD_FIELDS numbers and one text each. Kept apart from these: more room for syscalls costs the program CPU. */
  told: number[] = [];
  toldTexts: string[] = [];
  readonly operations = new TokenTable<Operation>();
  nextToken = 1;
  resources = 0;
  readonly timers: TimerEntry[] = [];
  sequence = 0;
  readonly ticks = new Fifo<Tick>();
  /** Writes to the console. */
  writes = 0;
  immediates: { run: () => void; frame: Frame; cancelled: boolean; background?: boolean }[] = [];
  /** Callbacks of completions that are due in this pass. */
  poll: (() => void)[] = [];
  /** Tokens of requests that are being worked on. */
  readonly open = new TokenTable<Frame>();
  /** State of the stand-ins, by their name: a process has its own of each. */
  readonly state = new Map<string, unknown>();
  globals: Record<string, unknown> = {};
  /** Modules by path, once evaluated or under way. */
  readonly modules = new Map<string, unknown>();
  /** The handler of requests, once the program has started. */
  handler: ((request: unknown) => unknown) | null = null;
  /** The program exports no server and runs as a script: what its start-up fails with when nothing is left to run. */
  script: string | null = null;
  /** The process has ended itself (an uncaught error, process.exit). */
  gone = false;
  /** The error that it ended of. */
  diedOf: unknown;

  constructor(index: number, options: LoadOptions) {
    this.index = index;
    this.options = options;
  }

  begin(startNs: number): void {
    this.cpuNs += this.declaredNs + this.countedNs();
    if (this.bornNs === -1) this.bornNs = startNs;
    this.startNs = startNs;
    this.declaredNs = 0;
    this.chargedNs = 0;
    this.steps = 0;
    if (this.told.length > 0) {
      this.told = [];
      this.toldTexts = [];
    }
    resetCounters();
    if (this.texts.length > 0) this.texts = [];
  }

  /** CPU counted since the turn began, ns. */
  countedNs(): number {
    return this.chargedNs + Math.round(S.n * this.options.costs.userCode);
  }

  /** Local time, ns. */
  nowNs(): number {
    return this.startNs + this.declaredNs + this.countedNs();
  }

  emit(kind: number, token: number, a: number, b: number, text: string, line = S.l): void {
    if (line > 0 && isNews(line, S.y)) this.#tellPath(line);
    const countedNs = this.countedNs();
    this.declaredNs += declaredCost(this.options.costs, kind, a, b);
    const at = this.texts.length * SYSCALL_FIELDS;
    if (at === this.out.length) this.#growOut();
    const { out } = this;
    out[at] = kind;
    out[at + 1] = token;
    out[at + 2] = countedNs;
    out[at + 3] = line;
    out[at + 4] = a;
    out[at + 5] = b;
    out[at + 6] = current.frame.request?.token ?? 0;
    this.texts.push(text);
  }

  /** The CPU since the last syscall was spent up to this line. */
  tellLine(line: number, ns: number, what: string): void {
    if (isNews(line, S.y)) this.#tellPath(line);
    this.told.push(this.texts.length, SYSCALL.RAN, 0, this.countedNs(), line, ns, current.frame.request?.token ?? 0);
    this.toldTexts.push(what);
  }

  /** The line is called along another path than before. */
  #tellPath(line: number): void {
    this.told.push(this.texts.length, SYSCALL.CALLED, S.y.number, 0, line, 0, 0);
    this.toldTexts.push(namePath(S.y));
  }

  /** The turn's syscalls with what was told between them. Once nothing is charged any more. */
  allSyscalls(): { readonly syscalls: Float64Array; readonly texts: string[] } {
    const { told, out } = this;
    if (told.length === 0) return { syscalls: out, texts: this.texts };
    const syscalls = new Float64Array(out.length + (told.length / TOLD_FIELDS) * SYSCALL_FIELDS);
    const texts: string[] = [];
    let next = 0;
    for (let i = 0; i <= this.texts.length; i++) {
      for (; next < told.length && told[next] === i; next += TOLD_FIELDS) {
        const at = texts.length * SYSCALL_FIELDS;
        for (let field = 0; field < 5; field++) syscalls[at + field] = told[next + 1 + field] as number;
        syscalls[at + 6] = told[next + 6] as number;
        texts.push(this.toldTexts[next / TOLD_FIELDS] as string);
      }
      if (i === this.texts.length) break;
      const at = texts.length * SYSCALL_FIELDS;
      for (let field = 0; field < SYSCALL_FIELDS; field++) syscalls[at + field] = out[i * SYSCALL_FIELDS + field] as number;
      texts.push(this.texts[i] as string);
    }
    return { syscalls, texts };
  }

  #growOut(): void {
    const larger = new Float64Array(this.out.length * 2);
    larger.set(this.out);
    this.out = larger;
  }
}

let active: Worker | null = null;

/** The worker whose turn it is. */
export function worker(): Worker {
  if (!active) throw new Error('outside a turn');
  return active;
}

/** ns of it in one call of a built-in. */
export function tellLine(line: number, ns = 0, what = ''): void {
  if (line > 0) active?.tellLine(line, ns, what);
}
setLineTeller(tellLine);

export function switchTo(next: Worker | null): void {
  active = next;
}

export function nowNs(): number {
  return worker().nowNs();
}

/** CPU of the kernel's or a library's own work, ns. */
export function charge(ns: number): void {
  // What is no number must not stop the clock.
  if (ns > 0) worker().chargedNs += Math.round(ns);
}

/** Operations of user code: ns of the machine that userCodeUs stands for at its default. */
export function count(operations: number): void {
  if (operations > 0) S.n += operations;
  if (S.n > S.m) S.o();
}

export function emit(kind: number, token = 0, a = 0, b = 0, text = '', line = S.l): void {
  worker().emit(kind, token, a, b, text !== '' && text.includes('\0') ? text.replaceAll('\0', '') : text, line);
}

/** Starts an operation. `done` runs as a callback of the loop, on behalf of whoever started it. Returns its token, for cancel(). */
export function start(kind: number, a: number, b: number, text: string, done: (answer: Answer) => void, line = S.l): number {
  const at = worker();
  const token = at.nextToken++;
  at.operations.set(token, { done, frame: current.frame });
  at.emit(kind, token, a, b, text, line);
  return token;
}

/** start() as a promise, which is never rejected. */
export function ask(kind: number, a: number, b: number, text: string, line = S.l): GuestPromise {
  const promise = GuestPromise.pending();
  start(kind, a, b, text, (answer) => GuestPromise.fulfill(promise, answer), line);
  return promise;
}

/** Nobody waits for the operation any more: its session or connection is lost. */
export function cancel(token: number): void {
  if (worker().operations.delete(token)) emit(SYSCALL.CANCEL, token, 0, 0, '', 0);
}

/** The worker's state of a stand-in. */
export function stateOf<State>(name: string, make: () => State): State {
  const { state } = worker();
  let found = state.get(name);
  if (found === undefined) {
    found = make();
    state.set(name, found);
  }
  return found as State;
}

/** A name of a library, of Node or of JavaScript that this simulator does not have. */
export class NotSimulated extends Error {
  override name = 'NotSimulated';
}

export function notSimulated(what: string, available: string): never {
  throw new NotSimulated(`not simulated: ${what}. Available: ${available}`);
}

/** Runs a function in a frame of its own. */
export function inFrame<Result>(frame: Frame, run: () => Result): Result {
  const before = current.frame;
  current.frame = frame;
  try {
    return run();
  } finally {
    current.frame = before;
  }
}

/** Whether the stage does without the limit of this resource. */
export function lifts(kind: ResourceKind, name: string): boolean {
  const { lift } = worker().options;
  return lift?.kind === 'guest' && lift.resource === kind && lift.name === name;
}

/** A resource of the guest (pool, lock, semaphore, queue) for the diagnosis and the picture: told once, by kind and name. */
export class Resource {
  readonly #index: number;
  /** It has room for everybody, to see what the stage would be without it (engine/lift.ts). */
  readonly lifted: boolean;

  /** servers: how many can be served at once. name: as people say it, "pg pool". */
  constructor(kind: 'pool' | 'lock' | 'semaphore' | 'queue' | 'threads' | 'processes', name: string, servers: number) {
    this.#index = worker().resources++;
    this.lifted = lifts(kind, name);
    emit(SYSCALL.RESOURCE, this.#index, this.lifted ? LIFTED_SERVERS : servers, 0, `${kind}\u0001${name}`);
  }

  /** Somebody got one after waitedNs, behind `ahead` others. Also for who did not wait. */
  waited(waitedNs: number, ahead: number, line = S.l): void {
    emit(SYSCALL.WAITED, this.#index, Math.max(0, waitedNs), ahead, '', line);
  }

  held(heldNs: number): void {
    emit(SYSCALL.HELD, this.#index, Math.max(0, heldNs));
  }

  /** A request's function has run in a thread for ranNs, after waitedNs that were told on nobody's behalf. */
  ran(ranNs: number, line: number, waitedNs = 0): void {
    emit(SYSCALL.HELD, this.#index, Math.max(0, ranNs), waitedNs, '', line);
  }
}

export { ROOT };
