// What the host calls (typescript-guest.ts): numbers and strings in, numbers and strings out. Bundled on its own: in Node it is evaluated in a
// context of its own, in the browser in the sandbox worker.
import type { AskBlocking, GuestBatch, GuestTurn, StuckRequest } from '#engine/guest-port.ts';
import { EVENT, EVENT_FIELDS, SYSCALL } from '#engine/guest-port.ts';
import { guardedLiteral } from '../regexp/guarded.ts';
import '../shims/platform.ts';
import { seed } from '../shims/random.ts';
import { SHIMS } from '../shims/shims.ts';
import { asyncGeneratorDelegate, asyncIterator, awaitAsyncGenerator, iteratorResult, wrapAsyncGenerator } from './async-generator.ts';
import { forgetPaths, NOBODY } from './call-path.ts';
import { checkHost, S, setHostProbe, setLineNames, TurnOver } from './counters.ts';
import { power } from './exact/power.ts';
import { current, ROOT } from './frame.ts';
import { makeGlobals, SHARED } from './globals.ts';
import { dropJobs, enqueue } from './jobs.ts';
import { isAlive, nextTimerNs, readyLeft, runCallback, runPhases } from './loop.ts';
import { checkMemory, keep } from './memory.ts';
import { keepInside } from './memory-walk.ts';
import { meter, takeMeter } from './meter.ts';
import { loadModule, type ModuleTable, provide, setModules, setStandIns } from './modules.ts';
import { tellBeforeExit, tellExit } from './process-events.ts';
import { describeError, handleRequest, NoServer, programOf } from './program.ts';
import { programFiles } from './program-files.ts';
import { asyncToGenerator, GuestPromise, rejected } from './promise.ts';
import { harden } from './realm.ts';
import { spreadElements, spreadFields } from './spread.ts';
import { charge, emit, type LoadOptions, switchTo, Worker } from './worker.ts';

const LINES_PER_FILE = 100_000;
/** From the end of the main module to the loop's next phase (modelled): the shortest timer is due in its first pass. */
const BOOT_NS = 2_000_000;
/** How long a program that serves nobody may run, less than the engine waits for a start-up. */
const SCRIPT_NS = 9_000_000_000;

/** For the helpers that the bundler adds (bundle-kernel.ts). */
export { GuestPromise, provide, setHostProbe };

setStandIns(SHIMS);
Object.assign(S, {
  asyncToGenerator,
  wrapAsyncGenerator,
  awaitAsyncGenerator,
  asyncGeneratorDelegate,
  asyncIterator,
  r: iteratorResult,
  s: spreadElements,
  d: spreadFields,
  x: guardedLiteral,
  k: keep,
  i: keepInside,
  pow: power,
});

export interface RealmLoad extends LoadOptions {
  /** The user's. */
  readonly modules: ModuleTable;
  /** The file that is started. */
  readonly entry: string;
  /** Names by file index, and their lines, for what an await waits for. */
  readonly files: readonly { readonly path: string; readonly lines: readonly string[] }[];
  readonly workers: number;
}

let workers: Worker[] = [];
let loaded: RealmLoad | null = null;
/** Result id -> its text: it comes once, to whichever worker asked first. */
let resultTexts = new Map<number, string>();
let hardened = false;
let turns = 0;
/** The host's own memory is looked at now and then: what many turns keep is in no counter of one. */
const TURNS_BETWEEN_CHECKS = 1_000;

/** One text, JSON of RealmLoad: nothing of the host's realm gets in. */
export function load(optionsJson: string): void {
  loaded = JSON.parse(optionsJson) as RealmLoad;
  if (!hardened) {
    hardened = true;
    harden([GuestPromise, GuestPromise.prototype, ...SHARED, ...allThatIsGiven(loaded)]);
  }
  reset();
  resultTexts = new Map();
  forgetPaths();
  setModules(loaded.modules);
  setLineNames((line) => {
    const file = loaded?.files[Math.floor(line / LINES_PER_FILE)];
    return file ? `${file.path}:${line % LINES_PER_FILE}` : '';
  }, textOfLine);
  programFiles.read = (path) => loaded?.files.find((file) => file.path === path)?.lines.join('\n');
  const options = loaded;
  workers = Array.from({ length: options.workers }, (_, index) => makeWorker(index, options));
}

/** Globals and stand-ins of a worker that never runs: what it has in common with the others is what they could speak to each other through. */
function allThatIsGiven(options: RealmLoad): object[] {
  const { globals } = makeWorker(0, options);
  return [globals, ...new Set(Object.values(SHIMS))].map((given) => (typeof given === 'function' ? (given as () => object)() : given));
}

function textOfLine(line: number): string {
  return loaded?.files[Math.floor(line / LINES_PER_FILE)]?.lines[(line % LINES_PER_FILE) - 1] ?? '';
}

function makeWorker(index: number, options: RealmLoad): Worker {
  const made = new Worker(index, options);
  switchTo(made);
  seed(options.seed, index);
  made.globals = makeGlobals();
  return made;
}

export function restart(index: number): void {
  if (!loaded) return;
  reset();
  workers[index] = makeWorker(index, loaded);
}

function reset(): void {
  dropJobs();
  rejected.list = [];
  rejected.late = [];
  S.f = null;
  current.frame = ROOT;
  S.y = NOBODY;
}

export function turn(batch: GuestBatch, _ask: AskBlocking): GuestTurn {
  const at = workers[batch.worker] as Worker;
  switchTo(at);
  at.begin(batch.startNs);
  takeMeter();
  try {
    for (let i = 0; i < batch.texts.length; i++) deliver(at, batch.events, i * EVENT_FIELDS, batch.texts[i] as string);
    runPhases(at, batch.horizonNs);
    if (at.script !== null && !at.gone) runScript(at, at.script, batch.horizonNs);
    if (!at.gone) checkMemory(at);
    if (++turns % TURNS_BETWEEN_CHECKS === 0) checkHost();
  } catch (error) {
    // The counter may stand beyond its limit: nothing is charged any more.
    meter.on = false;
    const over = error instanceof TurnOver ? error : S.f;
    if (!over) throw error;
    if (!at.gone)
      emit(SYSCALL.FAULT, 0, 0, 0, JSON.stringify({ verdict: over.verdict, message: over.message, line: over.line }), over.line);
    reset();
  } finally {
    meter.on = false;
  }
  return {
    countedNs: at.countedNs(),
    nextTimerNs: at.gone ? -1 : nextTimerNs(at),
    readyLeft: !at.gone && readyLeft(at),
    steps: at.steps,
    tasks: at.open.size,
    ...at.allSyscalls(),
  };
}

function deliver(at: Worker, events: readonly number[], position: number, text: string): void {
  const kind = events[position] as number;
  const token = events[position + 1] as number;
  const a = events[position + 2] as number;
  const b = events[position + 3] as number;
  switch (kind) {
    case EVENT.REQUEST: {
      const frame = { request: { token, line: 0, ran: true }, stores: null };
      at.open.set(token, frame);
      at.poll.push(() => runCallback(at, () => handleRequest(at, token, text), frame));
      return;
    }
    case EVENT.COMPLETION:
      complete(at, token, a, b, text);
      return;
    case EVENT.RESULT: {
      if (text) resultTexts.set(b, text);
      complete(at, token, 0, b, resultTexts.get(b) ?? '');
      return;
    }
    case EVENT.STARTUP:
      at.poll.push(() => startUp(at));
      return;
    default:
      return;
  }
}

function complete(at: Worker, token: number, a: number, b: number, text: string): void {
  const operation = at.operations.get(token);
  if (!operation) return;
  at.operations.delete(token);
  at.poll.push(() => {
    if (operation.frame.request) operation.frame.request.ran = true;
    runCallback(at, () => operation.done({ a, b, text }), operation.frame);
  });
}

/** A program without a server runs as Node runs any: until nothing is left, with its events, and then its start-up has failed. */
function runScript(at: Worker, failure: string, horizonNs: number): void {
  const outOfTime = () => at.nowNs() - at.bornNs > SCRIPT_NS;
  while (!isAlive(at) && !outOfTime()) {
    runCallback(at, tellBeforeExit, ROOT);
    if (at.gone) return;
    if (isAlive(at)) runPhases(at, horizonNs);
    else {
      tellExit();
      at.script = null;
      emit(SYSCALL.STARTED, 0, 1, 0, failure, 0);
      return;
    }
    if (at.gone || readyLeft(at)) return;
  }
  if (outOfTime()) {
    at.script = null;
    emit(SYSCALL.STARTED, 0, 1, 0, failure, 0);
  }
}

/** A module is evaluated in a microtask, as Node does with ES modules: what it queues with process.nextTick comes after its own promises. */
function startUp(at: Worker): void {
  const entry = `./${loaded?.entry}`;
  const started = (error: unknown) => {
    if (error === undefined) emit(SYSCALL.STARTED, 0, 0, 0, '', 0);
    else emit(SYSCALL.STARTED, 0, 1, 0, describeError(error), 0);
  };
  const ready = () => {
    try {
      at.handler = programOf(loadModule(entry, '').exports);
    } catch (error) {
      S.c(error);
      if (error instanceof NoServer) at.script = describeError(error);
      else started(error);
      return;
    }
    started(undefined);
  };
  runCallback(
    at,
    () =>
      enqueue({
        run() {
          current.frame = ROOT;
          let pending: GuestPromise | null;
          try {
            ({ pending } = loadModule(entry, ''));
          } catch (error) {
            S.c(error);
            started(error);
            return;
          }
          if (pending) pending.then(ready, started);
          else ready();
        },
      }),
    ROOT,
  );
  charge(BOOT_NS);
}

/** What a line awaits, or hands on. */
function awaitedIn(text: string): string {
  const awaited = /\bawait\s+([\w$.?[\]]+)/.exec(text);
  const handedOn = /(?:\breturn|=>|^)\s*([\w$.?[\]]+)[(<]/.exec(text);
  return (awaited ?? handedOn)?.[1] ?? 'a promise';
}

export function stuck(index: number, requests: readonly number[]): StuckRequest[] {
  const at = workers[index];
  if (!at || !loaded) return [];
  const found: StuckRequest[] = [];
  for (const request of requests) {
    const line = at.open.get(request)?.request?.line ?? 0;
    if (line === 0) continue;
    found.push({ request, line, awaits: awaitedIn(textOfLine(line)) });
  }
  return found;
}
