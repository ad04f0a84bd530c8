// One session of the database and the queries that wait for it: pg's client sends one query after the other.
//
// What differs from pg, and why: a query whose client goes away (client.end, release(true)) is given up at the server too, at once. The real server
// goes on until it writes its answer to the closed connection.

import { SYSCALL } from '#engine/guest-port.ts';
import { S } from '../../kernel/counters.ts';
import { Fifo } from '../../kernel/fifo.ts';
import { current } from '../../kernel/frame.ts';
import { type Answer, cancel, emit, start, worker } from '../../kernel/worker.ts';
import { type Deadline, deadlineAfter } from '../deadlines.ts';
import { databaseError, type Failure, isFatal } from './database-error.ts';
import { driver } from './driver.ts';
import { decodedOf } from './result.ts';
import type { Settings } from './settings.ts';
import type { Finish, Statement } from './statement.ts';
import { type ParserSource, TypeOverrides } from './types.ts';
import { encodeValues } from './values.ts';

/** What the client is told. */
export interface Listener {
  /** The server has closed the session. */
  lost(error: Error): void;
  ended(): void;
  drained(): void;
}

const TO_SAVEPOINT = /^\s*ROLLBACK\b.*\bTO\b/i;

export class Connection {
  readonly settings: Settings;
  readonly types: TypeOverrides;
  readonly #listener: Listener;
  readonly #driver = driver();
  /** 0: none. */
  session = 0;
  connecting = false;
  connected = false;
  queryable = true;
  ending = false;
  ended = false;
  transaction: 'I' | 'T' | 'E' | null = null;
  readonly #queue = new Fifo<Statement>();
  #active: Statement | null = null;
  /** The client waits for an answer: also for that of a query which was given up. */
  #busy = false;
  #hasExecuted = false;
  #token = 0;
  /** Texts of prepared statements by name. */
  readonly #prepared = new Map<string, unknown>();

  constructor(settings: Settings, types: TypeOverrides, listener: Listener) {
    this.settings = settings;
    this.types = types;
    this.#listener = listener;
  }

  connect(done: (error: Error | null) => void): void {
    if (this.connecting || this.connected) {
      onTick(() => done(new Error('Client has already been connected. You cannot reuse a client.')));
      return;
    }
    this.connecting = true;
    const line = S.l;
    const { connectionTimeoutMs, address } = this.settings;
    let deadline: Deadline | null = null;
    const settle = (error: Error | null) => {
      if (deadline) deadline.cancelled = true;
      this.#token = 0;
      this.connecting = false;
      if (error) {
        this.queryable = false;
        this.ended = true;
        this.#failAll(error);
      } else this.connected = true;
      done(error);
    };
    if (connectionTimeoutMs > 0) {
      deadline = deadlineAfter(connectionTimeoutMs, () => {
        cancel(this.#token);
        settle(new Error('timeout expired'));
      });
    }
    this.#token = start(
      SYSCALL.DB_CONNECT,
      0,
      0,
      address,
      ({ a, b, text }) => {
        if (a !== 0) {
          settle(databaseError(JSON.parse(text) as Failure, line));
          return;
        }
        this.session = b;
        this.transaction = 'I';
        settle(null);
        this.#pulse();
      },
      line,
    );
  }

  /** Takes a query. Its turn comes when those before it are done. */
  submit(statement: Statement): void {
    const timeoutMs = statement.timeoutMs || this.settings.queryTimeoutMs;
    if (timeoutMs > 0) this.#limit(statement, timeoutMs);
    if (!this.queryable || this.ending) {
      const why = this.queryable
        ? 'Client was closed and is not queryable'
        : 'Client has encountered a connection error and is not queryable';
      onTick(() => finishWith(statement, new Error(why)));
      return;
    }
    this.#queue.push(statement);
    this.#pulse();
  }

  /** query_timeout: who asked is told; the client stays busy until the server answers. */
  #limit(statement: Statement, ms: number): void {
    const { finish } = statement;
    const deadline = deadlineAfter(ms, () => {
      statement.finish = ignore;
      finish(new Error('Query read timeout'));
      this.#queue.remove(statement);
      this.#pulse();
    });
    statement.finish = (error, result) => {
      deadline.cancelled = true;
      finish(error, result);
    };
  }

  #pulse(): void {
    if (!this.connected || this.#busy) return;
    const statement = this.#queue.shift();
    if (!statement) {
      if (this.#hasExecuted) this.#listener.drained();
      return;
    }
    this.#hasExecuted = true;
    this.#busy = true;
    this.#active = statement;
    const refused = this.#send(statement);
    if (refused === null) return;
    onTick(() => {
      this.#active = null;
      finishWith(statement, refused);
      this.#busy = false;
      this.#pulse();
    });
  }

  /** Null: sent. */
  #send(statement: Statement): unknown {
    const { name, values, line } = statement;
    let { text } = statement;
    if (typeof text !== 'string' && name === undefined)
      return new Error('A query must have either text or a name. Supplying neither is unsupported.');
    if (name !== undefined) {
      const previous = this.#prepared.get(name);
      if (text && previous && text !== previous)
        return new Error(`Prepared statements must be unique - '${name}' was used for a different statement`);
      text = text || previous || '';
    }
    let parameters = '[]';
    if (values) {
      if (!Array.isArray(values)) return new Error('Query values must be an array');
      if (values.length > 0) {
        try {
          parameters = encodeValues(values);
        } catch (error) {
          S.c(error);
          return error;
        }
      }
    }
    const before = current.frame;
    current.frame = statement.frame;
    this.#token = start(
      SYSCALL.DB_QUERY,
      this.session,
      0,
      `${text}\u0001${parameters}`,
      (answer) => this.#answered(statement, answer),
      line,
    );
    current.frame = before;
    return null;
  }

  #answered(statement: Statement, { a, b, text }: Answer): void {
    this.#token = 0;
    this.#active = null;
    if (a !== 0) {
      this.#failed(statement, JSON.parse(text) as Failure);
      return;
    }
    const decoded = decodedOf(b, text);
    this.#follow(decoded.command, statement);
    if (statement.name !== undefined && statement.text) this.#prepared.set(statement.name, statement.text);
    let result: unknown;
    let failure: unknown;
    try {
      result = decoded.results(statement.asArray, statement.types ?? this.#ownParsers());
    } catch (error) {
      // A parser of the program's own.
      S.c(error);
      failure = error ?? new Error('a parser failed');
    }
    this.#busy = false;
    if (failure === undefined) call(statement.finish, null, result);
    else call(statement.finish, failure);
    this.#pulse();
  }

  #failed(statement: Statement, failure: Failure): void {
    if (this.transaction === 'T') this.transaction = 'E';
    call(statement.finish, databaseError(statement.realFailure(failure), statement.line));
    if (isFatal(failure)) {
      this.session = 0;
      this.connected = false;
      this.#lose(new Error('Connection terminated unexpectedly'));
      return;
    }
    this.#busy = false;
    this.#pulse();
  }

  #ownParsers(): ParserSource | null {
    return this.#driver.types.own.size === 0 && TypeOverrides.isPlain(this.types) ? null : this.types;
  }

  #follow(command: string | null, statement: Statement): void {
    if (command === 'BEGIN' || command === 'START') this.transaction = 'T';
    else if (command === 'ROLLBACK') this.transaction = TO_SAVEPOINT.test(String(statement.text)) ? 'T' : 'I';
    else if (command === 'COMMIT') this.transaction = 'I';
  }

  #lose(error: Error): void {
    this.queryable = false;
    this.ended = true;
    this.#failAll(error);
    this.#listener.lost(error);
    onTick(() => this.#listener.ended());
  }

  #failAll(error: Error): void {
    const statements = this.#active ? [this.#active, ...this.#queue.toArray()] : this.#queue.toArray();
    this.#active = null;
    this.#queue.clear();
    for (const statement of statements) onTick(() => finishWith(statement, error));
  }

  /** Says goodbye; a query that is under way is given up. `done` is called when the connection has gone. */
  end(done: () => void): void {
    this.ending = true;
    if (this.ended || !(this.connecting || this.connected)) {
      done();
      return;
    }
    if (this.#token !== 0) cancel(this.#token);
    else if (this.session !== 0) emit(SYSCALL.DB_CLOSE, 0, this.session);
    this.#token = 0;
    this.session = 0;
    this.connecting = false;
    this.connected = false;
    const gone = () => {
      this.ended = true;
      this.#failAll(new Error('Connection terminated'));
      done();
      onTick(() => this.#listener.ended());
    };
    worker().immediates.push({ run: gone, frame: current.frame, cancelled: false });
  }
}

const ignore = () => undefined;

/** A callback of the program's own has no `this`. */
function finishWith({ finish }: Statement, error: unknown): void {
  finish(error);
}

/** What a callback of the program throws is nobody's to catch: it comes up after the client has done its own work. */
function call(finish: Finish, error: unknown, result?: unknown): void {
  try {
    finish(error, result);
  } catch (thrown) {
    S.c(thrown);
    onTick(() => {
      throw thrown;
    });
  }
}

export function onTick(run: () => void): void {
  worker().ticks.push({ run, frame: current.frame });
}
