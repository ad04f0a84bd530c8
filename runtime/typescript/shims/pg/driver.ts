// What pg keeps for one process.
import { stateOf } from '../../kernel/worker.ts';
import { defaultParser, type Parse } from './text-parsers.ts';

export class TypeRegistry {
  /** Parsers that the program set itself. */
  readonly own = new Map<number, Parse>();

  get(oid: number): Parse {
    return this.own.get(oid) ?? defaultParser(oid);
  }
}

export interface Defaults {
  parseInputDatesAsUTC: boolean;
  [name: string]: unknown;
}

export class Driver {
  readonly types = new TypeRegistry();
  /** pg.defaults. */
  readonly defaults: Defaults = makeDefaults(this);
}

export function driver(): Driver {
  return stateOf('pg', () => new Driver());
}

function makeDefaults(of: Driver): Defaults {
  const defaults: Defaults = {
    host: 'localhost',
    user: undefined,
    database: undefined,
    password: null,
    connectionString: undefined,
    port: 5432,
    rows: 0,
    binary: false,
    max: 10,
    idleTimeoutMillis: 30000,
    client_encoding: '',
    ssl: false,
    application_name: undefined,
    fallback_application_name: undefined,
    options: undefined,
    parseInputDatesAsUTC: false,
    statement_timeout: false,
    lock_timeout: false,
    idle_in_transaction_session_timeout: false,
    query_timeout: false,
    connect_timeout: 0,
    keepalives: 1,
    keepalives_idle: 0,
  };
  Object.defineProperty(defaults, 'parseInt8', {
    set(wanted: unknown) {
      for (const [of8, of4] of [
        [20, 23],
        [1016, 1007],
      ] as const) {
        if (wanted) of.types.own.set(of8, of.types.get(of4));
        else of.types.own.delete(of8);
      }
    },
  });
  return defaults;
}
