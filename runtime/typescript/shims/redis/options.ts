// Options of a client, from (port, host, options), a URL or an object. Where the cache is and who connects is told back and otherwise ignored.
import { notSimulated } from '../../kernel/worker.ts';

export interface RedisOptions extends Record<string, unknown> {
  db: number;
  lazyConnect: boolean;
  enableOfflineQueue: boolean;
  enableReadyCheck: boolean;
  enableAutoPipelining: boolean;
  autoPipeliningIgnoredCommands: readonly string[];
  keyPrefix: unknown;
  stringNumbers: boolean;
  maxRetriesPerRequest: number | null;
  commandTimeout?: number;
  retryStrategy: ((times: number) => unknown) | null;
}

const DEFAULTS = {
  port: 6379,
  host: 'localhost',
  family: 0,
  connectTimeout: 10000,
  disconnectTimeout: 2000,
  retryStrategy: Object.freeze((times: number) => Math.min(times * 50, 2000)),
  keepAlive: 0,
  noDelay: true,
  connectionName: null,
  disableClientInfo: false,
  clientInfoTag: undefined,
  sentinels: null,
  name: null,
  role: 'master',
  username: null,
  password: null,
  db: 0,
  enableOfflineQueue: true,
  enableReadyCheck: true,
  autoResubscribe: true,
  autoResendUnfulfilledCommands: true,
  lazyConnect: false,
  keyPrefix: '',
  reconnectOnError: null,
  readOnly: false,
  stringNumbers: false,
  maxRetriesPerRequest: 20,
  maxLoadingRetryTime: 10000,
  enableAutoPipelining: false,
  autoPipeliningIgnoredCommands: Object.freeze([]) as readonly string[],
  blockingTimeoutGrace: 100,
};

const NOT_SIMULATED = ['sentinels', 'Connector', 'monitor', 'reconnectOnError'];
const AVAILABLE =
  'host, port, db, keyPrefix, lazyConnect, enableOfflineQueue, enableReadyCheck, enableAutoPipelining, maxRetriesPerRequest, retryStrategy, commandTimeout, stringNumbers, scripts';

/** redis://user:password@host:port/db?name=value */
function parseUrl(url: string): Record<string, unknown> {
  if (/^\d+$/.test(url)) return { port: url };
  const match = /^(?:rediss?:)?\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?]*)(?::(\d+))?(?:\/([^?]*))?(?:\?(.*))?$/i.exec(url);
  if (!match) {
    const [host, port] = url.split(':');
    return { host, ...(port === undefined ? {} : { port }) };
  }
  const [, username, password, host, port, db, query = ''] = match;
  const found: Record<string, unknown> = {};
  const given = { username, password, host, port, db };
  for (const [name, value] of Object.entries(given)) if (value) found[name] = decodeURIComponent(value);
  for (const pair of query.split('&')) {
    const [name = '', value = ''] = pair.split('=');
    if (name) found[name] = decodeURIComponent(value);
  }
  return found;
}

export function readOptions(given: readonly unknown[]): RedisOptions {
  const options: Record<string, unknown> = {};
  const fill = (more: object) => {
    for (const [name, value] of Object.entries(more)) if (options[name] === undefined) options[name] = value;
  };
  for (const argument of given) {
    if (argument === null || argument === undefined) continue;
    if (typeof argument === 'object') fill(argument);
    else if (typeof argument === 'string') fill(parseUrl(argument));
    else if (typeof argument === 'number') options.port = argument;
    else throw new Error(`Invalid argument ${String(argument)}`);
  }
  fill(DEFAULTS);
  for (const name of ['port', 'db']) if (typeof options[name] === 'string') options[name] = Number.parseInt(options[name], 10);
  for (const name of NOT_SIMULATED) if (options[name]) notSimulated(`ioredis: the option ${name}`, AVAILABLE);
  return options as RedisOptions;
}
