// Errors of Node's own argument checks: the same classes, texts and codes.
import { inspect } from './inspect/inspect.ts';

type ErrorClass = new (message: string) => Error;

function makeError(kind: ErrorClass, code: string, message: string): Error {
  return Object.assign(new kind(message), { code });
}

function received(value: unknown): string {
  if (value === null || value === undefined) return ` Received ${value}`;
  if (typeof value === 'function') return value.name ? ` Received function ${value.name}` : ' Received function ';
  if (typeof value === 'object') {
    const name = (value as { constructor?: { name?: string } }).constructor?.name;
    return name ? ` Received an instance of ${name}` : ` Received ${inspect(value, { depth: -1 })}`;
  }
  const shown = inspect(value, { colors: false });
  return ` Received type ${typeof value} (${shown.length > 28 ? `${shown.slice(0, 25)}...` : shown})`;
}

/** expected: "of type function", "an instance of AbortSignal". */
export function invalidArgument(name: string, expected: string, value: unknown): Error {
  const what = name.includes('.') ? 'property' : 'argument';
  return makeError(TypeError, 'ERR_INVALID_ARG_TYPE', `The "${name}" ${what} must be ${expected}.${received(value)}`);
}

export function outOfRange(name: string, range: string, value: unknown): Error {
  return makeError(
    RangeError,
    'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${inspect(value)}`,
  );
}

export function missingArguments(...names: string[]): Error {
  const quoted = names.map((name) => `"${name}"`).join(' and ');
  return makeError(TypeError, 'ERR_MISSING_ARGS', `The ${quoted} argument${names.length > 1 ? 's' : ''} must be specified`);
}

export function illegalConstructor(): Error {
  return makeError(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
}

export function invalidThis(name: string): Error {
  return makeError(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${name}`);
}

export function checkFunction(value: unknown, name: string): asserts value is (...args: unknown[]) => unknown {
  if (typeof value !== 'function') throw invalidArgument(name, 'of type function', value);
}

/** What Node's own functions reject with when their signal aborts. */
export class AbortError extends Error {
  code = 'ABORT_ERR';

  constructor(cause?: unknown) {
    super('The operation was aborted', cause === undefined ? undefined : { cause });
    this.name = 'AbortError';
  }
}
