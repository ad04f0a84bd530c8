// Regular expressions as the program has them. Those whose time can grow faster than the text get an `exec` of their own, which every use of an
// expression goes through then: on long texts it counts the steps that a backtracking engine makes. The others are the engine's own.
import '../kernel/prune.ts';
import { isPatched, meter } from '../kernel/meter.ts';
import { degreeOf } from './degree.ts';
import { Matcher } from './match.ts';

/** What a match may take in the engine itself, where nothing is counted: a tenth of a millisecond. */
const UNCOUNTED_STEPS = 20_000;
/** A text of this length may double it that often. */
const SHORT = 10;

interface Guard {
  readonly degree: number;
  readonly matcher: Matcher;
}

const NativeRegExp = RegExp;
const nativeExec = RegExp.prototype.exec;
const KEPT = 2_000;
const matchers = new Map<string, Matcher>();
const guards = new WeakMap<RegExp, Guard>();

function isShort(length: number, degree: number): boolean {
  return degree === Number.POSITIVE_INFINITY ? length <= SHORT : length ** degree <= UNCOUNTED_STEPS;
}

const toLength = (value: unknown): number => Math.min(Math.max(Math.trunc(Number(value)) || 0, 0), Number.MAX_SAFE_INTEGER);

function isInsidePair(text: string, at: number): boolean {
  return at > 0 && at < text.length && (text.codePointAt(at - 1) as number) > 0xffff;
}

/** RegExpBuiltinExec of ECMA-262, 22.2.7.2. */
function guardedExec(this: RegExp, given: unknown): RegExpExecArray | null {
  const guard = guards.get(this);
  const text = `${given as string}`;
  if (!guard || isShort(text.length, guard.degree)) return nativeExec.call(this, text);
  const { matcher } = guard;
  const { flags } = matcher;
  const moves = flags.includes('g') || flags.includes('y');
  const last = toLength(this.lastIndex);
  let begin = moves ? last : 0;
  if (matcher.unicode && isInsidePair(text, begin)) begin--;
  const found = begin > text.length ? null : matcher.match(text, begin, flags.includes('y'));
  if (found === null) {
    if (moves) this.lastIndex = 0;
    return null;
  }
  if (moves) this.lastIndex = found[1] as number;
  return resultOf(matcher, text, found, flags.includes('d'));
}

function resultOf({ program }: Matcher, text: string, found: readonly number[], withIndices: boolean): RegExpExecArray {
  const result = [] as unknown as RegExpExecArray;
  const indices: (readonly [number, number] | undefined)[] = [];
  for (let group = 0; group <= program.groups; group++) {
    const from = found[2 * group] as number;
    const to = found[2 * group + 1] as number;
    result.push((from < 0 ? undefined : text.slice(from, to)) as string);
    indices.push(from < 0 ? undefined : [from, to]);
  }
  const named = <Value>(values: ArrayLike<Value>): Record<string, Value> | undefined => {
    if (program.names.length === 0) return undefined;
    const groups = Object.create(null) as Record<string, Value>;
    for (const [name, index] of program.names) groups[name] = values[index] as Value;
    return groups;
  };
  result.index = found[0] as number;
  result.input = text;
  result.groups = named(result) as RegExpExecArray['groups'];
  if (withIndices) Object.assign(result, { indices: Object.assign(indices, { groups: named(indices) }) });
  return result;
}

function matcherOf(source: string, flags: string): Matcher {
  const key = `${flags}/${source}`;
  let matcher = matchers.get(key);
  if (!matcher) {
    matcher = new Matcher(source, flags, (steps, total, { source: pattern }) => meter.limits.countSteps(steps, total, pattern));
    if (matchers.size < KEPT) matchers.set(key, matcher);
  }
  return matcher;
}

const sourceOf = Object.getOwnPropertyDescriptor(NativeRegExp.prototype, 'source')?.get as (this: RegExp) => string;
const flagsOf = Object.getOwnPropertyDescriptor(NativeRegExp.prototype, 'flags')?.get as (this: RegExp) => string;

/** Looking at an expression is our work, and done once for the realm: charged, the first run in it would take longer than the next. */
function unmetered<Result>(look: () => Result): Result {
  const { on } = meter;
  meter.on = false;
  try {
    return look();
  } finally {
    meter.on = on;
  }
}

/** The expression, with an exec of its own if it needs one. */
function guard(made: RegExp, isPlain: boolean): RegExp {
  const source = sourceOf.call(made);
  if (!/[*+{]/.test(source)) return made;
  const flags = flagsOf.call(made);
  const degree = unmetered(() => degreeOf(source, flags));
  if (degree === 1) return made;
  if (!isPlain) throw new TypeError('not simulated: a subclass of RegExp with a pattern that may backtrack. Available: RegExp itself');
  guards.set(made, { degree, matcher: unmetered(() => matcherOf(source, flags)) });
  Object.defineProperty(made, 'exec', { value: guardedExec, writable: true, enumerable: false, configurable: true });
  return made;
}

/** A literal of the program's. */
export function guardedLiteral(source: string, flags: string): RegExp {
  return guard(new NativeRegExp(source, flags), true);
}

/** RegExp, as the program has it. */
function makeClass(): RegExpConstructor {
  function GuestRegExp(pattern?: string | RegExp, flags?: string): RegExp {
    if (!new.target && flags === undefined && isExpression(pattern) && pattern.constructor === made) return pattern;
    const target = new.target ?? made;
    return guard(Reflect.construct(NativeRegExp, [pattern, flags], target) as RegExp, (target as unknown) === made);
  }
  // Without what the engine keeps of the last match ($1, input): all workers would share it.
  for (const key of ['length', 'name', 'prototype', Symbol.species])
    if (Object.hasOwn(NativeRegExp, key))
      Object.defineProperty(GuestRegExp, key, Reflect.getOwnPropertyDescriptor(NativeRegExp, key) as PropertyDescriptor);
  const made = GuestRegExp as unknown as RegExpConstructor;
  Object.defineProperty(NativeRegExp.prototype, 'constructor', { value: made, writable: true, configurable: true });
  return made;
}

function isExpression(value: unknown): value is RegExp {
  return typeof value === 'object' && value !== null && Boolean((value as { [Symbol.match]?: unknown })[Symbol.match]);
}

/** The same one for every kernel of the realm. */
export const GuestRegExp = isPatched ? (NativeRegExp.prototype.constructor as RegExpConstructor) : makeClass();
