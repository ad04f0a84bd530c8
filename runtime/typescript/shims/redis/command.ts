// One command: its arguments as they are sent, and what its promise settles with.
import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { S } from '../../kernel/counters.ts';
import { current, type Frame } from '../../kernel/frame.ts';
import { setTimer } from '../../kernel/loop.ts';
import { GuestPromise } from '../../kernel/promise.ts';
import { freezeClass } from '../../kernel/realm.ts';
import { type Deadline, deadlineAfter } from '../deadlines.ts';
import { encodeUtf8 } from '../web/utf8.ts';
import { toBuffer, toText, toWire } from './bytes.ts';
import { keyIndexes } from './command-names.ts';
import { replyError } from './errors.ts';

/** A reply as the cache tells it. */
export type Reply = null | number | string | readonly Reply[] | { ok: string } | { error: string } | { integer: string };

export interface CommandOptions {
  readonly keyPrefix: unknown;
  readonly stringNumbers: boolean;
}

/** Who sent a command: line and request. */
export interface Origin {
  readonly line: number;
  readonly frame: Frame;
}

/** Kept from the program, which may make commands of its own. */
export let originOf: (command: Command) => Origin;

export type Callback = (error: unknown, value?: unknown) => void;

export class Command {
  name: string;
  readonly args: unknown[];
  readonly promise = GuestPromise.pending();
  readonly #origin: Origin = { line: S.l, frame: current.frame };
  readonly #asBuffer: boolean;
  readonly #stringNumbers: boolean;
  #deadline: Deadline | null = null;

  static {
    originOf = (command) => command.#origin;
  }

  constructor(name: string, args: readonly unknown[], asBuffer: boolean, options: CommandOptions) {
    this.name = name.toLowerCase();
    this.#asBuffer = asBuffer;
    this.#stringNumbers = options.stringNumbers;
    const flat = transformArguments(this.name, args.some(Array.isArray) ? args.flat() : args);
    this.args = flat.map((arg) =>
      typeof arg === 'string' || arg instanceof Uint8Array ? arg : arg === null || arg === undefined ? '' : String(arg),
    );
    if (options.keyPrefix)
      for (const index of keyIndexes(this.name, this.args)) this.args[index] = prefixed(options.keyPrefix, this.args[index]);
  }

  /** The command as the cache reads it. */
  wire(): string[] {
    const { name } = this;
    // A connection's end is a round trip; what the cache says to QUIT nobody sees.
    if (name === 'quit' || name === 'select') return ['PING'];
    const words = [name, ...this.args.map(toWire)];
    if (name === 'script' && words[1]?.toLowerCase() === 'load') words.push(hashOf(String(this.args[1])));
    return words;
  }

  limit(ms: number): void {
    this.#deadline ??= deadlineAfter(ms, () => this.reject(new Error('Command timed out')));
  }

  reject(error: unknown): void {
    if (this.#deadline) this.#deadline.cancelled = true;
    GuestPromise.rejectWith(this.promise, error);
  }

  resolve(value: unknown): void {
    if (this.#deadline) this.#deadline.cancelled = true;
    GuestPromise.fulfill(this.promise, value);
  }

  /** What a reply is to the program; an Error for an error. */
  read(reply: Reply): unknown {
    if (reply !== null && typeof reply === 'object' && 'error' in reply)
      return replyError(reply.error, this.name, this.args, this.#origin.line);
    return transformReply(this.name, this.#shown(reply), this.#asBuffer);
  }

  #shown(reply: Reply): unknown {
    if (typeof reply === 'string') return this.#asBuffer ? toBuffer(reply) : toText(reply);
    if (typeof reply === 'number') return this.#stringNumbers ? String(reply) : reply;
    if (reply === null) return null;
    if (Array.isArray(reply)) return reply.map((item) => this.#shown(item));
    if ('ok' in reply) return this.#asBuffer ? toBuffer(reply.ok) : reply.ok;
    if ('integer' in reply) return this.#stringNumbers ? reply.integer : Number(reply.integer);
    return replyError((reply as { error: string }).error, this.name, this.args, this.#origin.line);
  }
}

freezeClass(Command);

export function hashOf(script: string): string {
  return bytesToHex(sha1(encodeUtf8(script)));
}

function prefixed(prefix: unknown, key: unknown): unknown {
  return key instanceof Uint8Array ? `${prefix}${toText(toWire(key))}` : `${prefix}${key}`;
}

/** mset and hset take an object or a Map for pairs. */
function transformArguments(name: string, args: readonly unknown[]): readonly unknown[] {
  if ((name === 'mset' || name === 'msetnx') && args.length === 1) return pairsOf(args[0]) ?? args;
  if ((name === 'hset' || name === 'hmset') && args.length === 2) {
    const pairs = pairsOf(args[1]);
    return pairs ? [args[0], ...pairs] : args;
  }
  return args;
}

function pairsOf(value: unknown): unknown[] | null {
  if (value instanceof Map) return [...value].flat();
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array) ? Object.entries(value).flat() : null;
}

export function transformReply(name: string, value: unknown, asBuffer = false): unknown {
  if (name !== 'hgetall' || !Array.isArray(value)) return value;
  const object: Record<string, unknown> = {};
  for (let i = 0; i < value.length; i += 2) {
    const key = String(asBuffer ? value[i] : value[i]);
    Object.defineProperty(object, key, { value: value[i + 1], configurable: true, enumerable: true, writable: true });
  }
  return object;
}

/** A callback beside a promise. What it throws is nobody's to catch. */
export function withCallback(promise: GuestPromise, callback: Callback | undefined): GuestPromise {
  if (callback) {
    const call = (...args: [unknown, unknown?]) => {
      try {
        callback(...args);
      } catch (error) {
        S.c(error);
        setTimer(0, () => {
          throw error;
        });
      }
    };
    promise.then(
      (value: unknown) => (value === undefined ? call(null) : call(null, value)),
      (error: unknown) => call(error),
    );
  }
  return promise;
}
