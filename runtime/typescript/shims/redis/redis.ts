// Redis of ioredis 5: one connection, opened at once, with a queue for what is asked before it is ready.

import { SYSCALL } from '#engine/guest-port.ts';
import { S } from '../../kernel/counters.ts';
import { setTimer } from '../../kernel/loop.ts';
import { GuestPromise } from '../../kernel/promise.ts';
import { freezeClass } from '../../kernel/realm.ts';
import { cancel, notSimulated, start, type TimerEntry, worker } from '../../kernel/worker.ts';
import { EventEmitter } from '../emitter.ts';
import { nextTick } from '../timers.ts';
import { type Callback, Command, originOf, type Reply, withCallback } from './command.ts';
import { addCommands, type ScriptDefinition, scriptMethod } from './commander.ts';
import { CONNECTION_CLOSED, MaxRetriesPerRequestError } from './errors.ts';
import { Link, type Packet } from './link.ts';
import { type RedisOptions, readOptions } from './options.ts';
import { Pipeline, type Sender, wrapMulti } from './pipeline.ts';

const NOT_PIPELINED = new Set(
  'auth info script quit cluster pipeline multi subscribe psubscribe unsubscribe unpsubscribe select client'.split(' '),
);

export type Status = 'wait' | 'connecting' | 'connect' | 'ready' | 'close' | 'reconnecting' | 'end';

export class Redis extends EventEmitter {
  readonly options: RedisOptions;
  status: Status = 'wait';
  readonly isCluster = false;
  readonly #scripts = new Map<string, ScriptDefinition>();
  #link: Link | null = null;
  /** Of the connection that is being opened. */
  #opening = 0;
  /** Waits for the connection to be ready. */
  #offline: Packet[] = [];
  #retries = 0;
  #closedByHand = false;
  #retryTimer: TimerEntry | null = null;
  /** Who waits in connect(). */
  #connecting: GuestPromise | null = null;
  /** Commands of this pass of the loop, with enableAutoPipelining. */
  #gathered: Command[] = [];
  #gatheredOut = false;
  readonly #line = S.l;
  readonly #sender: Sender;

  constructor(...given: unknown[]) {
    super();
    this.options = readOptions(given);
    this.#sender = {
      options: this.options,
      send: (commands, answered, failed) => {
        const { commandTimeout } = this.options;
        if (typeof commandTimeout === 'number') for (const command of commands) command.limit(commandTimeout);
        this.#send({ commands, answered, failed });
      },
    };
    for (const [name, definition] of Object.entries((this.options.scripts ?? {}) as Record<string, ScriptDefinition>))
      this.defineCommand(name, definition);
    if (!this.options.lazyConnect) this.#open();
  }

  static createClient(...given: unknown[]): Redis {
    return new Redis(...given);
  }

  get mode(): 'normal' {
    return 'normal';
  }

  get autoPipelineQueueSize(): number {
    return this.#gathered.length;
  }

  connect(callback?: Callback): GuestPromise {
    if (this.status === 'connecting' || this.status === 'connect' || this.status === 'ready')
      return withCallback(GuestPromise.reject(new Error('Redis is already connecting/connected')) as GuestPromise, callback);
    this.#connecting = GuestPromise.pending();
    const promise = this.#connecting;
    this.#open();
    return withCallback(promise, callback);
  }

  duplicate(override?: object): Redis {
    return new Redis({ ...this.options, ...override });
  }

  defineCommand(name: string, definition: ScriptDefinition): void {
    this.#scripts.set(name, definition);
    const self = this as unknown as Record<string, unknown>;
    self[name] = scriptMethod(definition, false);
    self[`${name}Buffer`] = scriptMethod(definition, true);
  }

  pipeline(commands?: unknown): Pipeline {
    const pipeline = new Pipeline(this.#sender, false, this.#scripts);
    return Array.isArray(commands) ? pipeline.addBatch(commands) : pipeline;
  }

  multi(commands?: unknown, options?: { pipeline?: boolean }): unknown {
    const given = options ?? (Array.isArray(commands) ? undefined : (commands as { pipeline?: boolean } | undefined));
    if (given?.pipeline === false) return this.sendCommand(new Command('multi', [], false, this.options));
    const pipeline = new Pipeline(this.#sender, true, this.#scripts);
    return Array.isArray(commands) ? pipeline.addBatch(commands) : pipeline;
  }

  /** Of a transaction without a pipeline. */
  exec(callback?: Callback): GuestPromise {
    const sent = this.sendCommand(new Command('exec', [], false, this.options));
    return withCallback(sent.then((values: unknown) => (Array.isArray(values) ? wrapMulti(values) : values)) as GuestPromise, callback);
  }

  sendCommand(command: Command): GuestPromise {
    const { options } = this;
    if (command.name === 'select' && Number(command.args[0]) !== options.db)
      notSimulated('ioredis: select() of another database on an open connection', 'new Redis({ db })');
    if (typeof options.commandTimeout === 'number') command.limit(options.commandTimeout);
    if (options.enableAutoPipelining && !NOT_PIPELINED.has(command.name) && !options.autoPipeliningIgnoredCommands.includes(command.name))
      this.#gather(command);
    else if (command.name === 'quit' && this.#mayLeave()) {
      if (this.status === 'wait') this.#open();
      this.disconnect();
      command.resolve('OK');
    } else this.#send(alone(command, () => this.#quit(command)));
    return command.promise;
  }

  /** Not connected yet, and nobody waits for it. */
  #mayLeave(): boolean {
    return this.status !== 'ready' && this.status !== 'end' && this.#offline.length === 0;
  }

  #quit(command: Command): void {
    if (command.name === 'quit') this.disconnect();
  }

  #send(packet: Packet): void {
    if (this.status === 'wait') this.#open();
    if (this.status === 'end') packet.failed(new Error(CONNECTION_CLOSED));
    else if (this.status === 'ready' && this.#link && !this.#closedByHand) {
      if (packet.commands[0]?.name === 'quit') this.#closedByHand = true;
      this.#link.send(packet);
    } else if (this.options.enableOfflineQueue) this.#offline.push(packet);
    else packet.failed(new Error("Stream isn't writeable and enableOfflineQueue options is false"));
  }

  /** Commands of one pass go out together; those that come while they are under way follow when the answer is there. */
  #gather(command: Command): void {
    this.#gathered.push(command);
    if (this.#gathered.length === 1 && !this.#gatheredOut) {
      const { frame } = originOf(command);
      worker().immediates.push({ run: () => this.#sendGathered(), frame, cancelled: false });
    }
  }

  #sendGathered(): void {
    const commands = this.#gathered;
    if (commands.length === 0) return;
    this.#gathered = [];
    this.#gatheredOut = true;
    const over = () => {
      this.#gatheredOut = false;
      this.#sendGathered();
    };
    this.#send({
      commands,
      answered(replies) {
        for (const [i, command] of commands.entries()) settle(command, replies[i] as Reply);
        over();
      },
      failed(error) {
        for (const command of commands) command.reject(error);
        over();
      },
    });
  }

  #setStatus(status: Status, argument?: unknown): void {
    this.status = status;
    nextTick(() => this.emit(status, argument));
  }

  #open(): void {
    this.#closedByHand = false;
    this.#setStatus('connecting');
    this.#opening = start(
      SYSCALL.CACHE_CONNECT,
      0,
      0,
      String(this.options.db),
      ({ a, b }) => {
        this.#opening = 0;
        this.#setStatus('connect');
        // A server that has too many clients says so and hangs up.
        if (a !== 0) this.#closed();
        else this.#greet(new Link(b, () => this.#closed()));
      },
      this.#line,
    );
  }

  /** INFO, with which ioredis asks whether the server has loaded its data, is a round trip. */
  #greet(link: Link): void {
    this.#link = link;
    if (!this.options.enableReadyCheck) {
      this.#ready(link);
      return;
    }
    const ping = new Command('ping', [], false, { keyPrefix: '', stringNumbers: false });
    link.send({ commands: [ping], answered: () => this.#ready(link), failed: () => undefined });
  }

  #ready(link: Link): void {
    if (this.#link !== link || this.#closedByHand) return;
    this.#retries = 0;
    this.#setStatus('ready');
    const connecting = this.#connecting;
    this.#connecting = null;
    if (connecting) nextTick(() => GuestPromise.fulfill(connecting, undefined));
    const waiting = this.#offline;
    this.#offline = [];
    for (const packet of waiting) this.#send(packet);
  }

  disconnect(reconnect = false): void {
    if (!reconnect) this.#closedByHand = true;
    if (this.#retryTimer && !reconnect) {
      this.#retryTimer.cancelled = true;
      this.#retryTimer = null;
    }
    if (this.#opening !== 0) {
      cancel(this.#opening);
      this.#opening = 0;
      this.#later(() => this.#closed());
    } else if (this.#link) this.#link.close(() => this.#later(() => this.#closed()));
    else if (this.status === 'wait' || this.status === 'reconnecting') this.#closed();
  }

  end(): void {
    this.disconnect();
  }

  #later(run: () => void): void {
    worker().immediates.push({ run, frame: { request: null, stores: null }, cancelled: false });
  }

  /** The connection has gone. */
  #closed(): void {
    this.#link = null;
    this.#setStatus('close');
    const connecting = this.#connecting;
    this.#connecting = null;
    if (connecting) GuestPromise.rejectWith(connecting, new Error(CONNECTION_CLOSED));
    const { retryStrategy, maxRetriesPerRequest } = this.options;
    const byHand = this.#closedByHand;
    this.#closedByHand = false;
    const delay = byHand || typeof retryStrategy !== 'function' ? null : retryStrategy(++this.#retries);
    if (typeof delay !== 'number') {
      this.#setStatus('end');
      this.#flush(new Error(CONNECTION_CLOSED));
      return;
    }
    this.#setStatus('reconnecting', delay);
    this.#retryTimer = setTimer(delay, () => {
      this.#retryTimer = null;
      this.#open();
    });
    if (typeof maxRetriesPerRequest === 'number' && maxRetriesPerRequest >= 0 && this.#retries % (maxRetriesPerRequest + 1) === 0)
      this.#flush(new MaxRetriesPerRequestError(maxRetriesPerRequest));
  }

  #flush(error: Error): void {
    const waiting = this.#offline;
    this.#offline = [];
    for (const packet of waiting) packet.failed(error);
  }
}
addCommands(Redis.prototype);
freezeClass(Redis);

/** A command that is sent on its own. */
function alone(command: Command, then: () => void): Packet {
  return {
    commands: [command],
    answered(replies) {
      if (command.name === 'quit' || command.name === 'select') command.resolve('OK');
      else settle(command, replies[0] as Reply);
      then();
    },
    failed: (error) => command.reject(error),
  };
}

function settle(command: Command, reply: Reply): void {
  const value = command.read(reply);
  if (value instanceof Error) command.reject(value);
  else command.resolve(value);
}
