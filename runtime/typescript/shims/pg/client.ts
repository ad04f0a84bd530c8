// pg.Client: one connection.
import { GuestPromise } from '../../kernel/promise.ts';
import { freezeClass } from '../../kernel/realm.ts';
import { notSimulated } from '../../kernel/worker.ts';
import { EventEmitter } from '../emitter.ts';
import { Connection } from './connection.ts';
import { readSettings } from './settings.ts';
import { type Finish, readArguments, Statement } from './statement.ts';
import { type ParserSource, TypeOverrides } from './types.ts';
import { escapeIdentifier, escapeLiteral } from './values.ts';

const PROCESS_BASE = 1000;

type Done = (error?: unknown) => void;

/** The parts of a client that its pool works with. */
export interface Inside {
  readonly connection: Connection;
  /** Whether the pool has dealt with the loss of the connection; asked before the client emits 'error'. */
  lost: ((error: Error) => boolean) | null;
}

export let insideOf: (client: Client) => Inside;

export class Client extends EventEmitter {
  user: string | undefined;
  database: string | undefined;
  port: number;
  host: string;
  declare password: unknown;
  processID: number | null = null;
  secretKey: number | null = null;
  ssl = false;
  declare release?: (error?: unknown) => void;
  readonly #inside: Inside;

  static {
    insideOf = (client) => client.#inside;
  }

  constructor(config?: unknown) {
    super();
    const settings = readSettings(config);
    this.user = settings.user;
    this.database = settings.database;
    this.port = settings.port;
    this.host = settings.host;
    Object.defineProperty(this, 'password', { value: settings.password, writable: true, configurable: true, enumerable: false });
    const types = new TypeOverrides((config as { types?: ParserSource } | undefined)?.types);
    const connection = new Connection(settings, types, {
      lost: (error) => {
        if (!this.#inside.lost?.(error)) this.emit('error', error);
      },
      ended: () => this.emit('end'),
      drained: () => hasListeners(this, 'drain') && this.emit('drain'),
    });
    this.#inside = { connection, lost: null };
  }

  connect(callback?: (error: unknown, client?: Client) => void): GuestPromise | undefined {
    const promise = callback ? undefined : GuestPromise.pending();
    const { connection } = this.#inside;
    connection.connect((error) => {
      if (!error) {
        this.processID = PROCESS_BASE + connection.session;
        this.secretKey = 0;
      }
      if (callback) callback(error, error ? undefined : this);
      else if (promise && error) GuestPromise.rejectWith(promise, error);
      else if (promise) GuestPromise.fulfill(promise, this);
      if (!error) this.emit('connect');
    });
    return promise;
  }

  query(config: unknown, values?: unknown, callback?: unknown): GuestPromise | undefined {
    if (config === null || config === undefined) throw new TypeError('Client was passed a null or undefined query');
    const given = readArguments(config, values, callback);
    const promise = given.callback ? undefined : GuestPromise.pending();
    this.#inside.connection.submit(new Statement(config, given.values, given.callback ?? settle(promise as GuestPromise)));
    return promise;
  }

  end(callback?: Done): GuestPromise | undefined {
    const promise = callback ? undefined : GuestPromise.pending();
    this.#inside.connection.end(() => (promise ? GuestPromise.fulfill(promise, undefined) : callback?.()));
    return promise;
  }

  getTransactionStatus(): 'I' | 'T' | 'E' | null {
    return this.#inside.connection.transaction;
  }

  setTypeParser(oid: number, format: unknown, parse?: unknown): void {
    this.#inside.connection.types.setTypeParser(oid, format, parse);
  }

  getTypeParser(oid: number, format?: string): unknown {
    return this.#inside.connection.types.getTypeParser(oid, format);
  }

  escapeIdentifier(text: string): string {
    return escapeIdentifier(text);
  }

  escapeLiteral(text: unknown): string {
    return escapeLiteral(text);
  }

  ref(): void {}

  unref(): void {}

  copyFrom(): never {
    return notSimulated('pg: COPY streams', 'INSERT ... SELECT unnest($1::type[]), several rows in one INSERT');
  }

  copyTo(): never {
    return notSimulated('pg: COPY streams', 'SELECT');
  }
}
freezeClass(Client);

/** listenerCount() makes a list, and this is asked several times for each query. */
export function hasListeners(emitter: EventEmitter, name: string): boolean {
  return (emitter as unknown as { _events?: Record<string, unknown> })._events?.[name] !== undefined;
}

export function settle(promise: GuestPromise): Finish {
  return (error, result) => {
    if (error) GuestPromise.rejectWith(promise, error);
    else GuestPromise.fulfill(promise, result);
  };
}

/** A callback or a promise for one answer. */
export function promised(callback: Done | undefined): { promise: GuestPromise | undefined; done: Finish } {
  if (callback) return { promise: undefined, done: callback };
  const promise = GuestPromise.pending();
  return { promise, done: settle(promise) };
}
