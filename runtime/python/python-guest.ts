// CPython as a guest: one Pyodide interpreter holds all simulated workers. A turn crosses the boundary once: numbers
// through two float64 arrays in the interpreter's memory, strings as one text joined by NUL (kernel/surge/bridge.py).
import {
  type AskBlocking,
  type CodeFinding,
  EVENT_FIELDS,
  type Guest,
  type GuestBatch,
  GuestLoadError,
  type GuestLoadOptions,
  type GuestTurn,
  type StuckRequest,
  SYSCALL,
  SYSCALL_FIELDS,
} from '#engine/guest-port.ts';
import { checkSafely } from '#runtime/code-checks/check-program.ts';
import type { SourceFile } from '#runtime/code-checks/syntax.ts';
import { MEMORY_LIMIT_BYTES, memoryWasRefused } from './limit-memory.ts';
import { limitSearches, type WatchSearch } from './limit-searches.ts';
import { InterpreterLost } from './limit-stack.ts';

/** The part of Pyodide's API that the guest needs. */
export interface Interpreter {
  pyimport(name: string): unknown;
  setInterruptBuffer(buffer: Uint8Array | undefined): void;
  readonly _module: { readonly HEAPF64: Float64Array };
}

interface Bridge {
  addresses(): { toJs(): number[]; destroy(): void };
  grow(numbers: number): void;
  set_ask(ask: (...call: BlockingFields) => string): void;
  set_watch_search(watch: WatchSearch): void;
  describe_syntax(filesJson: string): string;
  unload(): void;
  load(optionsJson: string): string;
  turn(worker: number, start: number, horizon: number, count: number, text: string): string;
  stuck(worker: number, requestsJson: string): string;
  restart(worker: number): string;
}

type BlockingFields = [
  kind: number,
  a: number,
  b: number,
  line: number,
  request: number,
  nowNs: number,
  inThread: boolean,
  text: string,
  timeoutNs: number,
];

const NO_TEXTS: readonly string[] = [];
const NO_SYSCALLS = new Float64Array(0);

const endOf = (verdict: string, message: string, line = 0): GuestTurn => ({
  countedNs: 0,
  nextTimerNs: -1,
  readyLeft: false,
  steps: 0,
  tasks: 0,
  syscalls: Float64Array.of(SYSCALL.FAULT, 0, 0, 0, 0, 0, 0),
  texts: [JSON.stringify({ verdict, message, line })],
});

/** Where the kernel itself could not allocate. A MemoryError of the user's code is an answer like any other. */
const OUT_OF_MEMORY = endOf(
  'memory',
  `the simulated workers together need more than the ${Math.round(MEMORY_LIMIT_BYTES / 1e6)} MB that the simulation has`,
);
const STACK_OVERFLOW =
  'values nested thousands deep (a chain of tuples, lists, dictionaries or objects), which the interpreter compares, copies or lets go of one inside the other, have used up its stack';
const LINES_PER_FILE = 100_000;

interface LoadAnswer {
  readonly files?: string[];
  readonly error?: { message: string; traceback: string; file: string | null; line: number | null };
  readonly console?: string[];
}

function throwIfFailed({ error, console }: LoadAnswer): void {
  if (error) throw new GuestLoadError(error.message, error.traceback, error.file, error.line, console);
}

export class PythonGuest implements Guest {
  readonly language = 'python';
  files: readonly string[] = [];
  readonly #interpreter: Interpreter;
  readonly #bridge: Bridge;
  /** Looked up once: every look-up through the bridge would make another proxy. */
  readonly #turn: Bridge['turn'];
  #eventsAddress = 0;
  #headerAddress = 0;
  #capacity = 0;
  #ask: AskBlocking | null = null;
  /** How the interpreter ended, if it did: every further turn ends its stage so. */
  #end: GuestTurn | null = null;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
    this.#bridge = interpreter.pyimport('surge.bridge') as Bridge;
    this.#turn = this.#bridge.turn;
    this.#readAddresses();
    this.#bridge.set_watch_search(limitSearches(interpreter));
    this.#bridge.set_ask((kind, a, b, line, request, nowNs, inThread, text, timeoutNs) => {
      if (!this.#ask) throw new Error('a blocking call outside a turn');
      const answer = this.#ask({ kind, a, b, line, request, nowNs, inThread, text, timeoutNs });
      return [answer.endNs, answer.a, answer.b, answer.text].join('\u0001');
    });
  }

  check(files: Readonly<Record<string, string>>): CodeFinding[] {
    return checkSafely(() => this.#survive(() => JSON.parse(this.#bridge.describe_syntax(JSON.stringify(files))) as SourceFile[] | null));
  }

  /** Throws GuestLoadError for errors of the user's code at import. */
  load(options: GuestLoadOptions): void {
    this.#survive(() => this.#bridge.unload());
    // Sorted as the kernel sorts them; a program that ends the interpreter while it is loaded never says so itself.
    this.files = Object.keys(options.files)
      .filter((path) => path.endsWith('.py'))
      .sort();
    const answer = this.#survive(() => JSON.parse(this.#bridge.load(JSON.stringify(options))) as LoadAnswer);
    if (answer === null) return;
    throwIfFailed(answer);
    this.files = answer.files ?? [];
  }

  /** Throws GuestLoadError for errors of the user's code at import. */
  restart(worker: number): void {
    throwIfFailed(this.#survive(() => JSON.parse(this.#bridge.restart(worker)) as LoadAnswer) ?? {});
  }

  /** null: the interpreter has ended, now or before. */
  #survive<T>(call: () => T): T | null {
    if (this.#end !== null) return null;
    try {
      return call();
    } catch (error) {
      if (!(error instanceof InterpreterLost)) throw error;
      this.#end = this.#describeEnd(error);
      return null;
    }
  }

  #describeEnd(lost: InterpreterLost): GuestTurn {
    if (memoryWasRefused(this.#interpreter)) return OUT_OF_MEMORY;
    if (!lost.stackOverflow) return endOf('guest-crashed', `the interpreter has ended: ${String(lost.reason)}`);
    const place = lost.frames.find(([file]) => this.files.includes(file));
    return endOf('stack-overflow', STACK_OVERFLOW, place ? this.files.indexOf(place[0]) * LINES_PER_FILE + place[1] : 0);
  }

  turn(batch: GuestBatch, ask: AskBlocking): GuestTurn {
    if (this.#end !== null) return this.#end;
    this.#ask = ask;
    const numbers = batch.events;
    const count = numbers.length / EVENT_FIELDS;
    if (numbers.length > this.#capacity) {
      this.#bridge.grow(numbers.length);
      this.#readAddresses();
    }
    if (count > 0) {
      const heap = this.#interpreter._module.HEAPF64;
      const base = this.#eventsAddress >> 3;
      for (let i = 0; i < numbers.length; i++) heap[base + i] = numbers[i] as number;
    }
    const text = count === 0 ? '' : count === 1 ? (batch.texts[0] as string) : batch.texts.join('\0');
    let joined: string;
    try {
      joined = this.#turn(batch.worker, batch.startNs, batch.horizonNs, count, text);
    } catch (error) {
      if (error instanceof InterpreterLost) {
        this.#end = this.#describeEnd(error);
        return this.#end;
      }
      if (memoryWasRefused(this.#interpreter)) return OUT_OF_MEMORY;
      throw error;
    } finally {
      this.#ask = null;
    }
    // The heap may have moved during the call: views are taken anew.
    const heap = this.#interpreter._module.HEAPF64;
    const header = this.#headerAddress >> 3;
    const syscallCount = heap[header + 5] as number;
    const address = (heap[header + 6] as number) / 8;
    return {
      countedNs: heap[header] as number,
      nextTimerNs: heap[header + 1] as number,
      readyLeft: heap[header + 2] === 1,
      steps: heap[header + 3] as number,
      tasks: heap[header + 4] as number,
      syscalls: syscallCount === 0 ? NO_SYSCALLS : heap.subarray(address, address + syscallCount * SYSCALL_FIELDS),
      texts: syscallCount === 0 ? NO_TEXTS : joined.split('\0'),
    };
  }

  stuck(worker: number, requests: readonly number[]): StuckRequest[] {
    return this.#survive(() => JSON.parse(this.#bridge.stuck(worker, JSON.stringify(requests))) as StuckRequest[]) ?? [];
  }

  #readAddresses(): void {
    const proxy = this.#bridge.addresses();
    const [events, header, capacity] = proxy.toJs() as [number, number, number];
    proxy.destroy();
    this.#eventsAddress = events;
    this.#headerAddress = header;
    this.#capacity = capacity;
  }
}
