// What a client is configured with. Where the database is and who connects is told back and otherwise ignored: there is one database.
import { notSimulated } from '../../kernel/worker.ts';
import { driver } from './driver.ts';

export type Config = Readonly<Record<string, unknown>>;

/** Parameters of a session that pg sends when it connects. */
const SESSION_PARAMETERS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
const NOT_SIMULATED = ['pipeline', 'binary', 'stream', 'connection', 'replication', 'Client'];
const AVAILABLE =
  'connectionString, host, port, user, password, database, max, min, idleTimeoutMillis, connectionTimeoutMillis, maxUses, maxLifetimeSeconds, query_timeout, statement_timeout, lock_timeout, types';

export interface Settings {
  readonly user: string | undefined;
  readonly database: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly password: unknown;
  readonly queryTimeoutMs: number;
  readonly connectionTimeoutMs: number;
  /** Text of the syscall that connects. */
  readonly address: string;
  /** Whether that asks for more than a connection. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** postgres://user:password@host:port/database?name=value */
function parseConnectionString(text: string): Record<string, unknown> {
  const match = /^[a-z]+:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?(\[[^\]]*\]|[^:/?]*)(?::(\d+))?(?:\/([^?]*))?(?:\?(.*))?$/i.exec(text);
  if (!match) return {};
  const [, user, password, host, port, database, query = ''] = match;
  const found: Record<string, unknown> = {};
  const set = (name: string, value: string | undefined) => {
    if (value) found[name] = decodeURIComponent(value);
  };
  set('user', user);
  set('password', password);
  set('host', host);
  set('port', port);
  set('database', database);
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    if (at > 0) set(decodeURIComponent(pair.slice(0, at)), pair.slice(at + 1).replace(/\+/g, ' '));
  }
  return found;
}

/** "-c name=value -c name=value" */
function parseOptions(options: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of String(options ?? '').matchAll(/(?:-c\s*|--)([\w.]+)=((?:\\.|\S)*)/g))
    found[name as string] = (value as string).replace(/\\(.)/g, '$1');
  return found;
}

export function readSettings(given: unknown): Settings {
  let config = (typeof given === 'string' ? parseConnectionString(given) : (given ?? {})) as Config;
  const { defaults } = driver();
  const text = config.connectionString ?? defaults.connectionString;
  if (typeof text === 'string') config = { ...config, ...parseConnectionString(text) };
  for (const name of NOT_SIMULATED) if (config[name]) notSimulated(`pg: the option ${name}`, AVAILABLE);
  const optionOf = (name: string) => config[name] || defaults[name];
  const parameters = parseOptions(optionOf('options'));
  for (const name of SESSION_PARAMETERS) {
    const value = optionOf(name);
    if (value) parameters[name] = String(Number.parseInt(String(value), 10));
  }
  const user = optionOf('user') as string | undefined;
  const database = (optionOf('database') as string | undefined) ?? user;
  const host = String(optionOf('host'));
  const port = Number.parseInt(String(optionOf('port')), 10);
  const address = `postgresql://${host}:${port}/${database ?? ''}`;
  return {
    user,
    database,
    host,
    port,
    password: optionOf('password'),
    queryTimeoutMs: Number(optionOf('query_timeout')) || 0,
    connectionTimeoutMs: Number(config.connectionTimeoutMillis) || 0,
    address: Object.keys(parameters).length === 0 ? address : `${address}\u0001${JSON.stringify(parameters)}`,
    parameters,
  };
}
