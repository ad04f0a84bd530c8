// What compiled code reads and writes all the time: the counter of operations, the line, and the hooks of compiler/instrument.ts.
// One object with one shape: every name is a letter because it stands in the user's code thousands of times.

import { type CallPath, NOBODY } from './call-path.ts';
import { sampleLine } from './hot-lines.ts';

/** Thrown through the user's code when its turn has to end: no catch keeps it, no finally outlives it. */
export class TurnOver {
  constructor(
    readonly verdict: string,
    readonly message: string,
    readonly line: number,
  ) {}
}

/** Operations that one callback of the loop may take: real time has to end too. */
const MAX_CALLBACK_OPERATIONS = 2_000_000_000;
/** After so many more, the line is noted; a millisecond of CPU. */
const SAMPLE_OPERATIONS = 1_000_000;
/** After so many notes, the host is asked whether its own memory still suffices. */
const SAMPLES_BETWEEN_CHECKS = 20;
const STACK_OVERFLOW = /call stack|too much recursion/;
export const LINES_PER_FILE = 100_000;

let samplesTaken = 0;

export const S = {
  /** Operations since the turn began, each about a nanosecond of the machine that userCodeUs stands for. */
  n: 0,
  /** With more than this the counter is looked at. */
  m: SAMPLE_OPERATIONS,
  /** With more than this the callback counts as endless. */
  q: MAX_CALLBACK_OPERATIONS,
  /** Line of the guest interface of what runs now; 0: not known. */
  l: 0,
  /** Along which functions of the user's what runs now was called. */
  y: NOBODY as CallPath,
  /** Set when the turn is over. */
  f: null as TurnOver | null,
  /** The counter has passed its limit. */
  o(): void {
    if (S.f) throw S.f;
    if (S.n > S.q) throw end('endless-loop', 'a loop or recursion never ends and never awaits', S.l);
    S.m = Math.min(S.q, S.n + SAMPLE_OPERATIONS);
    sampleLine(S.l);
    tellLine(S.l);
    if (++samplesTaken % SAMPLES_BETWEEN_CHECKS === 0) checkHost();
  },
  /** A function is entered: gives back along which path its caller runs. */
  e(place: number): CallPath {
    const caller = S.y;
    S.y = caller.to(place);
    return caller;
  },
  /** A function is left with a value. */
  w<T>(value: T, caller: CallPath): T {
    S.y = caller;
    return value;
  },
  /** The operand of an await, and its line. */
  a<T>(value: T, line: number): T {
    S.l = line;
    return value;
  },
  /** What is thrown, and where. */
  t<T>(error: T, line: number): T {
    if (line > 0) S.l = line;
    placeError(error, S.l);
    return error;
  },
  /** What was caught. */
  c(error: unknown): void {
    if (S.f) throw S.f;
    if (error instanceof RangeError && STACK_OVERFLOW.test(error.message))
      throw end('stack-overflow', 'the call stack is used up: a recursion without end', S.l);
    placeError(error, S.l);
  },
  /** The beginning of a finally. */
  z(): void {
    if (S.f) throw S.f;
  },
  p: Object.defineProperty,
  /** A free name of the module. */
  g(globals: Readonly<Record<string, unknown>>, name: string): unknown {
    if (name in globals) return globals[name];
    throw new ReferenceError(`${name} is not defined`);
  },
};

/** Ends the turn with a verdict. To be thrown. */
export function end(verdict: string, message: string, line: number): TurnOver {
  S.f ??= new TurnOver(verdict, message, line);
  // Whatever still runs on the way out (an iterator's return) ends at its first step.
  S.m = -1;
  return S.f;
}

/** A turn begins. */
export function resetCounters(): void {
  S.n = 0;
  S.l = 0;
  S.m = SAMPLE_OPERATIONS;
  S.q = MAX_CALLBACK_OPERATIONS;
}

/** A callback of the loop begins: what those before it took in this turn is not its own. */
export function beginCallback(): void {
  S.q = S.n + MAX_CALLBACK_OPERATIONS;
}

let tellLine: (line: number) => void = () => undefined;
/** Who is told the line every SAMPLE_OPERATIONS. */
export function setLineTeller(teller: typeof tellLine): void {
  tellLine = teller;
}

let exhausted: () => boolean = () => false;
/** Asks the host whether the memory of this computer is nearly used up. A switch for emergencies: where it acts differs between machines. */
export function setHostProbe(probe: typeof exhausted): void {
  exhausted = probe;
}

export function checkHost(): void {
  let full = false;
  try {
    full = exhausted();
  } catch {
    // An error of the host's own must not get into the program: its constructor leads out.
  }
  if (full) throw end('memory', 'the program holds more memory than this computer can give it', S.l);
}

let describeLine: (line: number) => string = () => '';
let textOfLine: (line: number) => string = () => '';
/** text: what stands in the line. */
export function setLineNames(describe: (line: number) => string, text: (line: number) => string): void {
  describeLine = describe;
  textOfLine = text;
}

/** A line as it is spoken of: "main.ts:7". */
export function placeNameOf(line: number): string {
  return describeLine(line);
}

/** A line as Node shows the place of an uncaught error; empty if it is not known. */
export function sourceOf(line: number): string {
  const place = line === 0 ? '' : describeLine(line);
  const text = textOfLine(line);
  return place === '' ? '' : `${place}\n${text}\n${/^\s*/.exec(text)?.[0] ?? ''}^`;
}

const places = new WeakMap<object, number>();

const nativeStack = Object.getOwnPropertyDescriptor(new Error(), 'stack');

/** Texts of V8 in which the kernel shows: a Promise that is a class, and objects that have no plain toString. */
const MENDED: readonly (readonly [RegExp, string])[] = [
  [/^Class constructor Promise cannot be/, 'Promise constructor cannot be'],
  [/^(Cannot (?:delete|add|assign to read only|define|redefine) property .*?)\[object Object\]/, '$1#<Object>'],
];

function mendMessage(error: Error): void {
  if (!(error instanceof TypeError)) return;
  const own = Object.getOwnPropertyDescriptor(error, 'message');
  if (typeof own?.value !== 'string') return;
  const { value: text } = own;
  for (const [pattern, instead] of MENDED) {
    if (!pattern.test(text)) continue;
    const mended = text.replace(pattern, instead);
    const { stack } = error;
    Object.defineProperty(error, 'message', { ...own, value: mended });
    if (typeof stack === 'string')
      Object.defineProperty(error, 'stack', { value: stack.replace(text, mended), writable: true, configurable: true });
    return;
  }
}

/** Where an error was thrown first: its stack has no other line than the user's own. */
export function placeError(error: unknown, line: number): void {
  if (line === 0 || !(error instanceof Error) || places.has(error)) return;
  places.set(error, line);
  mendMessage(error);
  const at = describeLine(line);
  const stack = Object.getOwnPropertyDescriptor(error, 'stack');
  // A field in some engines, an accessor of the error's own in others (newer V8): read, and written as a field. A getter of the
  // program's own stays what it is.
  const native = stack && ('value' in stack ? stack.writable : stack.get === nativeStack?.get);
  if (!at || !native || !stack.configurable) return;
  Object.defineProperty(error, 'stack', { value: `${error.stack}\n    at ${at}`, writable: true, configurable: true, enumerable: false });
}

export function placeOf(error: unknown): number {
  return (error instanceof Error && places.get(error)) || 0;
}
