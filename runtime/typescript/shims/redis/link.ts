// The connection of one client to the world's cache: packets of commands go out in the order in which they come, and their answers come back so.

import { SYSCALL } from '#engine/guest-port.ts';
import { current } from '../../kernel/frame.ts';
import { type Answer, emit, NotSimulated, start, stateOf } from '../../kernel/worker.ts';
import { type Command, hashOf, originOf, type Reply } from './command.ts';
import { BLOCKING } from './command-names.ts';

const AVAILABLE = 'commands of keys, strings, hashes, lists, sets and sorted sets, MULTI, WATCH, scripts of locks and rate limits';

export interface Packet {
  readonly commands: readonly Command[];
  /** Replies, one for each command. */
  readonly answered: (replies: readonly Reply[]) => void;
  readonly failed: (error: unknown) => void;
}

export class Link {
  readonly #connection: number;
  readonly #lost: () => void;
  /** Sent, and not yet answered. */
  readonly #pending = new Set<Packet>();
  /** Behind a command that keeps the connection waiting. */
  #held: Packet[] = [];
  #blocked = false;
  #closing: (() => void) | null = null;

  constructor(connection: number, lost: () => void) {
    this.#connection = connection;
    this.#lost = lost;
  }

  send(packet: Packet): void {
    if (this.#blocked) {
      this.#held.push(packet);
      return;
    }
    const { commands } = packet;
    const [first] = commands as [Command];
    if (commands.length === 1) this.#blocked = BLOCKING.has(first.name);
    this.#pending.add(packet);
    const loads = unknownScripts(commands);
    const words = commands.map((command) => command.wire());
    const text = JSON.stringify(loads.length > 0 ? [...loads, ...words] : words);
    const before = current.frame;
    const { frame, line } = originOf(first);
    current.frame = frame;
    const done = (answer: Answer) => this.#answered(packet, answer, loads.length);
    start(SYSCALL.CACHE_CALL, this.#connection, loads.length + commands.length, text, done, line);
    current.frame = before;
  }

  #answered(packet: Packet, { a, text }: Answer, loads: number): void {
    if (!this.#pending.delete(packet)) return;
    this.#blocked = false;
    if (a === 1) {
      this.#lost();
      return;
    }
    if (a === 2) packet.failed(new NotSimulated(`not simulated: ioredis: ${text}. Available: ${AVAILABLE}`));
    else packet.answered((JSON.parse(text) as Reply[]).slice(loads));
    const held = this.#held;
    this.#held = [];
    for (const each of held) this.send(each);
    this.#closeIfDone();
  }

  /** Closes once what was sent has its answers; at once for what still waits to be sent. */
  close(then: () => void): void {
    this.#closing = then;
    this.#held = [];
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    const then = this.#closing;
    if (!then || this.#pending.size > 0) return;
    this.#closing = null;
    emit(SYSCALL.CACHE_CLOSE, 0, this.#connection);
    then();
  }
}

/** Redis knows a script by its hash once EVAL has run it; the world's cache wants to be told. */
function unknownScripts(commands: readonly Command[]): string[][] {
  const loads: string[][] = [];
  for (const { name, args } of commands) {
    if (name !== 'eval') continue;
    const known = stateOf('ioredis scripts', () => new Set<string>());
    const lua = String(args[0]);
    if (known.has(lua)) continue;
    known.add(lua);
    loads.push(['SCRIPT', 'LOAD', lua, hashOf(lua)]);
  }
  return loads;
}
