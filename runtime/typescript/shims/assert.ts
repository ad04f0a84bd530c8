// node:assert.
import { SHARED } from '../kernel/globals.ts';
import { same } from './deep-equal.ts';
import { inspect } from './inspect/inspect.ts';
import { checkFunction } from './node-errors.ts';

interface Details {
  readonly message?: string;
  readonly actual?: unknown;
  readonly expected?: unknown;
  readonly operator?: string;
}

export class AssertionError extends Error {
  readonly code = 'ERR_ASSERTION';
  readonly generatedMessage: boolean;
  readonly actual: unknown;
  readonly expected: unknown;
  readonly operator: string | undefined;

  constructor({ message, actual, expected, operator }: Details, generated?: string) {
    super(message ?? generated ?? 'Failed');
    this.name = 'AssertionError';
    this.generatedMessage = message === undefined;
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
  }
}

const WITH_DIFFERENCE = ['strictEqual', 'deepStrictEqual'];

function fail(message: unknown, details: Details, generated: string): never {
  if (message instanceof Error) throw message;
  if (message === undefined) throw new AssertionError(details, generated);
  const shown = WITH_DIFFERENCE.includes(details.operator ?? '') ? `\n${difference(details.actual, details.expected)}` : '';
  throw new AssertionError({ ...details, message: `${String(message)}${shown}` });
}

const show = (value: unknown): string => inspect(value, { compact: false, sorted: true, depth: 1000, maxArrayLength: null });

/** Lines that differ are marked, as in Node. */
function difference(actual: unknown, expected: unknown): string {
  const [left, right] = [show(actual).split('\n'), show(expected).split('\n')];
  if (left.length === 1 && right.length === 1) return `\n${left[0]} !== ${right[0]}\n`;
  const lines: string[] = [];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    if (left[i] === right[i]) lines.push(`  ${left[i]}`);
    else {
      if (left[i] !== undefined) lines.push(`+ ${left[i]}`);
      if (right[i] !== undefined) lines.push(`- ${right[i]}`);
    }
  }
  return `+ actual - expected\n\n${lines.join('\n')}`;
}

type Check = (actual: unknown, expected: unknown) => boolean;

function comparison(operator: string, holds: Check, generate: (actual: unknown, expected: unknown) => string) {
  return (actual: unknown, expected: unknown, message?: unknown): void => {
    if (!holds(actual, expected)) fail(message, { actual, expected, operator }, generate(actual, expected));
  };
}

function ok(value: unknown, message?: unknown): void {
  if (!value) fail(message, { actual: value, expected: true, operator: '==' }, `${inspect(value)} == true`);
}

/** Whether the error is as the test says: a class, a pattern, a function or properties. */
function matches(error: unknown, expected: unknown): boolean {
  if (expected === undefined || typeof expected === 'string') return true;
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected === 'function') {
    if (expected.prototype !== undefined && error instanceof expected) return true;
    if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
    return Reflect.apply(expected, {}, [error]) === true;
  }
  return Object.entries(expected as object).every(([key, value]) => {
    const actual = (error as Record<string, unknown>)[key];
    return value instanceof RegExp && typeof actual === 'string' ? value.test(actual) : same(actual, value, true);
  });
}

function checkError(error: unknown, expected: unknown, message: unknown, operator: string): void {
  if (matches(error, expected)) return;
  if (expected instanceof RegExp || typeof expected === 'object')
    fail(message, { actual: error, expected, operator }, `The error is expected to match. Input:\n\n${inspect(error)}\n`);
  if (!Object.prototype.isPrototypeOf.call(Error, expected as object)) throw error;
  const { name } = expected as { name: string };
  const [given, text] = error instanceof Error ? [error.constructor.name, error.message] : [inspect(error), ''];
  fail(
    message,
    { actual: error, expected, operator },
    `The error is expected to be an instance of "${name}". Received "${given}"\n\nError message:\n\n${text}`,
  );
}

function throws(run: unknown, expected?: unknown, message?: unknown): void {
  checkFunction(run, 'fn');
  try {
    run();
  } catch (error) {
    checkError(error, expected, message, 'throws');
    return;
  }
  const text = typeof expected === 'string' ? expected : message;
  fail(undefined, { operator: 'throws' }, `Missing expected exception${text ? `: ${String(text)}` : '.'}`);
}

async function rejects(given: unknown, expected?: unknown, message?: unknown): Promise<void> {
  try {
    await (typeof given === 'function' ? given() : given);
  } catch (error) {
    checkError(error, expected, message, 'rejects');
    return;
  }
  const text = typeof expected === 'string' ? expected : message;
  fail(undefined, { operator: 'rejects' }, `Missing expected rejection${text ? `: ${String(text)}` : '.'}`);
}

function doesNotThrow(run: unknown): void {
  checkFunction(run, 'fn');
  try {
    run();
  } catch (error) {
    fail(undefined, { actual: error, operator: 'doesNotThrow' }, `Got unwanted exception.\nActual message: "${(error as Error)?.message}"`);
  }
}

async function doesNotReject(given: unknown): Promise<void> {
  try {
    await (typeof given === 'function' ? given() : given);
  } catch (error) {
    fail(
      undefined,
      { actual: error, operator: 'doesNotReject' },
      `Got unwanted rejection.\nActual message: "${(error as Error)?.message}"`,
    );
  }
}

// biome-ignore lint/suspicious/noDoubleEquals: loose equality is what is asked for
const loose: Check = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b));

function makeAssert(): Record<string, unknown> {
  const strictEqual = comparison('strictEqual', Object.is, (a, b) => `Expected values to be strictly equal:\n${difference(a, b)}`);
  const deepStrictEqual = comparison(
    'deepStrictEqual',
    (a, b) => same(a, b, true),
    (a, b) => `Expected values to be strictly deep-equal:\n${difference(a, b)}`,
  );
  const notStrictEqual = comparison(
    'notStrictEqual',
    (a, b) => !Object.is(a, b),
    (a) => `Expected "actual" to be strictly unequal to: ${inspect(a)}`,
  );
  const notDeepStrictEqual = comparison(
    'notDeepStrictEqual',
    (a, b) => !same(a, b, true),
    (a) => `Expected "actual" not to be strictly deep-equal to: ${inspect(a)}`,
  );
  const strict = {
    ok,
    strictEqual,
    deepStrictEqual,
    notStrictEqual,
    notDeepStrictEqual,
    throws,
    rejects,
    doesNotThrow,
    doesNotReject,
    fail: (message?: unknown) => fail(message, { operator: 'fail' }, 'Failed'),
    match: comparison(
      'match',
      (text, pattern) => (pattern as RegExp).test(text as string),
      (text, pattern) => `The input did not match the regular expression ${String(pattern)}. Input:\n\n${inspect(text)}\n`,
    ),
    doesNotMatch: comparison(
      'doesNotMatch',
      (text, pattern) => !(pattern as RegExp).test(text as string),
      (text, pattern) => `The input was expected to not match the regular expression ${String(pattern)}. Input:\n\n${inspect(text)}\n`,
    ),
    ifError(value: unknown) {
      if (value !== null && value !== undefined) throw value;
    },
    AssertionError,
  };
  const assert = Object.assign((value: unknown, message?: unknown) => ok(value, message), strict, {
    equal: comparison('==', loose, (a, b) => `${inspect(a)} == ${inspect(b)}`),
    notEqual: comparison(
      '!=',
      (a, b) => !loose(a, b),
      (a, b) => `${inspect(a)} != ${inspect(b)}`,
    ),
    deepEqual: comparison(
      'deepEqual',
      (a, b) => same(a, b, false),
      (a, b) => `Expected values to be loosely deep-equal:\n\n${show(a)}\n\nshould loosely deep-equal\n\n${show(b)}`,
    ),
    notDeepEqual: comparison(
      'notDeepEqual',
      (a, b) => !same(a, b, false),
      (a) => `Expected "actual" not to be loosely deep-equal to: ${inspect(a)}`,
    ),
    strict: Object.assign((value: unknown, message?: unknown) => ok(value, message), strict, {
      equal: strictEqual,
      deepEqual: deepStrictEqual,
      notEqual: notStrictEqual,
      notDeepEqual: notDeepStrictEqual,
    }),
  });
  return { ...assert, default: assert };
}

SHARED.push(AssertionError);
export const ASSERT_MODULES = {
  'node:assert': makeAssert,
  'node:assert/strict': () => {
    const { strict } = makeAssert() as { strict: object };
    return { ...strict, default: strict };
  },
};
