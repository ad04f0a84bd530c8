// The methods of clients and pipelines: one for each command, and one that answers with Buffers.
import { notSimulated } from '../../kernel/worker.ts';
import { type Callback, Command, type CommandOptions, withCallback } from './command.ts';
import { COMMAND_NAMES } from './command-names.ts';

export interface Commander {
  readonly options: CommandOptions;
  /** A client gives the command's promise, a pipeline itself. */
  sendCommand(command: Command): unknown;
}

export type Method = (this: Commander, ...args: unknown[]) => unknown;

export interface ScriptDefinition {
  readonly lua: string;
  readonly numberOfKeys?: number;
}

const AVAILABLE = 'get, set, incr, expire, hset, lpush, sadd, zadd and their like, pipeline, multi, eval, evalsha, defineCommand, watch';
const NOT_SIMULATED =
  `subscribe psubscribe ssubscribe unsubscribe punsubscribe sunsubscribe publish spublish monitor scanStream hscanStream sscanStream
  zscanStream scanBufferStream hscanBufferStream sscanBufferStream zscanBufferStream`.split(/\s+/);

/** Takes the callback off a method's arguments. */
function splitCallback(args: unknown[]): Callback | undefined {
  return typeof args.at(-1) === 'function' ? (args.pop() as Callback) : undefined;
}

export function commandMethod(name: string | null, asBuffer: boolean): Method {
  return function (...args) {
    const commandName = name ?? String(args.shift());
    const callback = splitCallback(args);
    const command = new Command(commandName, args, asBuffer, this.options);
    if (callback) withCallback(command.promise, callback);
    return this.sendCommand(command);
  };
}

/** A command that the program made of a script. */
export function scriptMethod({ lua, numberOfKeys }: ScriptDefinition, asBuffer: boolean): Method {
  return function (...args) {
    const callback = splitCallback(args);
    const given = numberOfKeys === undefined ? args : [numberOfKeys, ...args];
    const command = new Command('eval', [lua, ...given], asBuffer, this.options);
    if (callback) withCallback(command.promise, callback);
    return this.sendCommand(command);
  };
}

/** Gives a class its methods. */
export function addCommands(prototype: object): void {
  const add = (name: string, value: unknown) => {
    if (!(name in prototype)) Object.defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: false });
  };
  for (const name of NOT_SIMULATED) add(name, () => notSimulated(`redis.${name}()`, AVAILABLE));
  for (const name of COMMAND_NAMES) {
    add(name, commandMethod(name, false));
    add(`${name}Buffer`, commandMethod(name, true));
  }
  add('call', commandMethod(null, false));
  add('callBuffer', commandMethod(null, true));
  add('send_command', commandMethod(null, false));
}
