// What one connection says to the cache: commands one after the other, MULTI and EXEC, WATCH, scripts.
import { HASHES, LISTS } from './collections.ts';
import { KEYS } from './keys.ts';
import { CacheError, type Commands, type Keyspace, NotSimulated, OK, parseInteger, type Reply, type Watcher } from './keyspace.ts';
import { runScript } from './script.ts';
import { SETS } from './sets.ts';
import { SORTED_SETS } from './sorted-sets.ts';
import { STRINGS } from './strings.ts';

const COMMANDS: Commands = { ...KEYS, ...STRINGS, ...HASHES, ...LISTS, ...SETS, ...SORTED_SETS };

/** Scripts that any client loaded, by the hash that the client gave. */
export type Scripts = Map<string, string>;

/** A connection's own state. */
export class Session {
  readonly db: Keyspace;
  readonly #scripts: Scripts;
  readonly #watcher: Watcher = { keys: new Set(), dirty: false };
  /** Commands since MULTI; null outside a transaction. */
  #queue: (readonly string[])[] | null = null;
  #broken = false;

  constructor(db: Keyspace, scripts: Scripts) {
    this.db = db;
    this.#scripts = scripts;
  }

  get inTransaction(): boolean {
    return this.#queue !== null;
  }

  /** Runs a command. Its errors are replies; throws NotSimulated. */
  run(command: readonly string[]): Reply {
    try {
      return this.#dispatch(command);
    } catch (error) {
      if (error instanceof CacheError) return { error: error.message };
      throw error;
    }
  }

  end(): void {
    this.db.unwatch(this.#watcher);
    this.#queue = null;
    this.#broken = false;
  }

  #dispatch(command: readonly string[]): Reply {
    const name = (command[0] ?? '').toUpperCase();
    const queue = this.#queue;
    switch (name) {
      case 'MULTI':
        if (queue) throw new CacheError('ERR MULTI calls can not be nested');
        this.#queue = [];
        return OK;
      case 'DISCARD':
        if (!queue) throw new CacheError('ERR DISCARD without MULTI');
        this.end();
        return OK;
      case 'EXEC':
        if (!queue) throw new CacheError('ERR EXEC without MULTI');
        return this.#execute(queue);
      case 'WATCH':
        if (queue) throw new CacheError('ERR WATCH inside MULTI is not allowed');
        for (const key of command.slice(1)) this.db.watch(key, this.#watcher);
        return OK;
      case 'UNWATCH':
        this.db.unwatch(this.#watcher);
        return OK;
    }
    if (queue) {
      try {
        checkArity(name, command);
      } catch (error) {
        this.#broken = true;
        throw error;
      }
      queue.push(command);
      return { ok: 'QUEUED' };
    }
    return this.#call(name, command);
  }

  #execute(queue: (readonly string[])[]): Reply {
    const { dirty } = this.#watcher;
    const broken = this.#broken;
    this.end();
    if (broken) throw new CacheError('EXECABORT Transaction discarded because of previous errors.');
    return dirty ? null : queue.map((command) => this.run(command));
  }

  #call(name: string, command: readonly string[]): Reply {
    if (name === 'EVAL' || name === 'EVALSHA') return this.#script(name, command.slice(1));
    if (name === 'SCRIPT') return this.#scriptCommand(command.slice(1));
    return callCommand(this.db, name, command);
  }

  #script(name: string, [text = '', count, ...rest]: readonly string[]): Reply {
    const source = name === 'EVAL' ? text : this.#scripts.get(text);
    if (source === undefined) throw new CacheError('NOSCRIPT No matching script. Please use EVAL.');
    const keys = parseInteger(count);
    if (keys > rest.length) throw new CacheError("ERR Number of keys can't be greater than number of args");
    if (keys < 0) throw new CacheError("ERR Number of keys can't be negative");
    const call = (given: readonly string[]) => callCommand(this.db, (given[0] ?? '').toUpperCase(), given);
    return runScript(source, rest.slice(0, keys), rest.slice(keys), call);
  }

  /** SCRIPT LOAD has one argument more than the real one: the client's own hash of the script. */
  #scriptCommand([name = '', text = '', sha = '']: readonly string[]): Reply {
    switch (name.toUpperCase()) {
      case 'LOAD':
        this.#scripts.set(sha, text);
        return sha;
      case 'EXISTS':
        return [text, sha].filter(Boolean).map((given) => (this.#scripts.has(given) ? 1 : 0));
      case 'FLUSH':
        this.#scripts.clear();
        return OK;
      default:
        throw new NotSimulated(`the command SCRIPT ${name}`);
    }
  }
}

function checkArity(name: string, command: readonly string[]): void {
  const known = COMMANDS[name];
  if (!known) {
    if (/^(EVAL|EVALSHA|SCRIPT)$/.test(name)) return;
    throw new NotSimulated(`the command ${name}`);
  }
  const [arity] = known;
  if (arity > 0 ? command.length !== arity : command.length < -arity) {
    throw new CacheError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
  }
}

function callCommand(db: Keyspace, name: string, command: readonly string[]): Reply {
  checkArity(name, command);
  const reply = (COMMANDS[name] as Commands[string])[1](db, command.slice(1));
  if (Array.isArray(reply)) db.work += reply.length;
  return reply;
}
