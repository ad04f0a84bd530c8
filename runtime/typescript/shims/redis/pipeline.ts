// pipeline() and multi(): commands that go out in one packet.
import { GuestPromise } from '../../kernel/promise.ts';
import { freezeClass } from '../../kernel/realm.ts';
import { type Callback, Command, type Reply, withCallback } from './command.ts';
import { addCommands, type Method, type ScriptDefinition, scriptMethod } from './commander.ts';
import { ReplyError } from './errors.ts';
import type { RedisOptions } from './options.ts';

/** What a pipeline needs of its client. */
export interface Sender {
  readonly options: RedisOptions;
  send(commands: readonly Command[], answered: (replies: readonly Reply[]) => void, failed: (error: unknown) => void): void;
}

type Outcome = [error: unknown, value?: unknown];

export class Pipeline {
  readonly options: RedisOptions;
  readonly isPipeline = true;
  readonly #sender: Sender;
  readonly #commands: Command[] = [];
  /** multi() without its exec(). */
  #open = 0;
  readonly #isMulti: boolean;
  #sent = false;

  constructor(sender: Sender, isMulti: boolean, scripts: ReadonlyMap<string, ScriptDefinition>) {
    this.#sender = sender;
    this.options = sender.options;
    this.#isMulti = isMulti;
    for (const [name, definition] of scripts) {
      Object.defineProperty(this, name, { value: scriptMethod(definition, false), configurable: true, writable: true });
      Object.defineProperty(this, `${name}Buffer`, { value: scriptMethod(definition, true), configurable: true, writable: true });
    }
    if (isMulti) this.multi();
  }

  get length(): number {
    return this.#commands.length;
  }

  sendCommand(command: Command): this {
    // Its outcome stands in the pipeline's.
    command.promise.then(undefined, () => undefined);
    this.#commands.push(command);
    return this;
  }

  multi(): this {
    this.#open++;
    return this.sendCommand(new Command('multi', [], false, this.options));
  }

  addBatch(commands: readonly (readonly unknown[])[]): this {
    for (const [name, ...args] of commands) {
      const method = (this as unknown as Record<string, Method | undefined>)[String(name)];
      if (typeof method !== 'function') throw new TypeError(`this[commandName].apply is not a function: ${String(name)}`);
      method.apply(this, args);
    }
    return this;
  }

  exec(callback?: Callback): unknown {
    if (this.#open > 0) {
      this.#open--;
      this.sendCommand(new Command('exec', [], false, this.options));
      // Of a pipeline's own multi() this is the command; a transaction's exec() sends it too.
      if (!this.#isMulti) return this;
    }
    const results = GuestPromise.pending();
    if (this.#commands.length === 0 || this.#sent) GuestPromise.fulfill(results, []);
    else {
      this.#sent = true;
      const commands = this.#commands;
      const fail = (error: unknown) => {
        for (const command of commands) command.reject(error);
        GuestPromise.fulfill(
          results,
          commands.map(() => [error]),
        );
      };
      this.#sender.send(commands, (replies) => GuestPromise.fulfill(results, this.#outcomes(replies)), fail);
    }
    return withCallback(this.#isMulti ? (results.then(unwrap) as GuestPromise) : results, callback);
  }

  #outcomes(replies: readonly Reply[]): Outcome[] {
    return this.#commands.map((command, i) => {
      const value = command.name === 'exec' ? this.#transaction(i, replies[i] as Reply) : command.read(replies[i] as Reply);
      if (value instanceof Error) {
        command.reject(value);
        return [value];
      }
      command.resolve(value);
      return [null, value];
    });
  }

  /** The reply of EXEC: each value as its own command reads it. */
  #transaction(at: number, reply: Reply): unknown {
    const exec = this.#commands[at] as Command;
    if (!Array.isArray(reply)) return exec.read(reply);
    return reply.map((each: Reply, i: number) => (this.#commands[at - (reply.length - i)] ?? exec).read(each));
  }
}
addCommands(Pipeline.prototype);
freezeClass(Pipeline);

/** The result of a transaction, from those of the pipeline that carried it. */
function unwrap(results: unknown): unknown {
  const outcomes = results as Outcome[];
  const last = outcomes.at(-1);
  if (last === undefined) throw new Error('Pipeline cannot be used to send any commands when the `exec()` has been called on it.');
  const [error, value] = last;
  if (error) {
    if (error instanceof ReplyError) error.previousErrors = outcomes.slice(0, -1).flatMap(([earlier]) => (earlier ? [earlier] : []));
    throw error;
  }
  return wrapMulti(value);
}

export function wrapMulti(values: unknown): unknown {
  return Array.isArray(values) ? values.map((value) => (value instanceof Error ? [value] : [null, value])) : null;
}
