// Keys whatever their type, expiry, and the server itself.
import {
  CacheError,
  type Commands,
  globToRegExp,
  type Keyspace,
  NO_SUCH_KEY,
  OK,
  parseInteger,
  type Reply,
  SYNTAX_ERROR,
} from './keyspace.ts';

function expireBy(unitMs: number, absolute: boolean) {
  return (db: Keyspace, [key = '', amount, option = '']: readonly string[]): Reply => {
    const atMs = parseInteger(amount) * unitMs + (absolute ? 0 : db.nowMs);
    const before = db.expiry(key);
    if (before === undefined) return 0;
    const never = before === Number.POSITIVE_INFINITY;
    const refused = {
      '': false,
      NX: !never,
      XX: never,
      GT: never || atMs <= before,
      LT: !never && atMs >= before,
    }[option.toUpperCase()];
    if (refused === undefined) throw new CacheError(`ERR Unsupported option ${option}`);
    return !refused && db.expire(key, atMs) ? 1 : 0;
  };
}

function timeToLive(unitMs: number) {
  return (db: Keyspace, [key = '']: readonly string[]): Reply => {
    const expiresMs = db.expiry(key);
    if (expiresMs === undefined) return -2;
    return expiresMs === Number.POSITIVE_INFINITY ? -1 : Math.floor((expiresMs - db.nowMs + unitMs / 2) / unitMs);
  };
}

function scan(db: Keyspace, [cursor, ...options]: readonly string[]): Reply {
  const after = parseInteger(cursor, 'ERR invalid cursor');
  let count = 10;
  let pattern: RegExp | null = null;
  let type = '';
  for (let i = 0; i < options.length; i += 2) {
    const option = (options[i] as string).toUpperCase();
    const value = options[i + 1];
    if (value === undefined) throw new CacheError(SYNTAX_ERROR);
    if (option === 'COUNT') count = parseInteger(value);
    else if (option === 'MATCH') pattern = globToRegExp(value);
    else if (option === 'TYPE') type = value.toLowerCase();
    else throw new CacheError(SYNTAX_ERROR);
  }
  if (count < 1) throw new CacheError(SYNTAX_ERROR);
  const found: string[] = [];
  let seen = 0;
  let last = 0;
  for (const [key, serial] of db.keysAfter(after)) {
    if (seen === count) return [String(last), found];
    seen++;
    last = serial;
    db.work++;
    if ((!pattern || pattern.test(key)) && (!type || db.typeOf(key) === type)) found.push(key);
  }
  return ['0', found];
}

function countOf(keys: readonly string[], which: (key: string) => boolean): number {
  return keys.reduce((sum, key) => sum + (which(key) ? 1 : 0), 0);
}

export const KEYS: Commands = {
  DEL: [-2, (db, keys) => countOf(keys, (key) => db.remove(key))],
  UNLINK: [-2, (db, keys) => countOf(keys, (key) => db.remove(key))],
  EXISTS: [-2, (db, keys) => countOf(keys, (key) => db.has(key))],
  TOUCH: [-2, (db, keys) => countOf(keys, (key) => db.has(key))],
  EXPIRE: [-3, expireBy(1000, false)],
  PEXPIRE: [-3, expireBy(1, false)],
  EXPIREAT: [-3, expireBy(1000, true)],
  PEXPIREAT: [-3, expireBy(1, true)],
  TTL: [2, timeToLive(1000)],
  PTTL: [2, timeToLive(1)],
  EXPIRETIME: [2, (db, [key = '']) => unixTime(db, key, 1000)],
  PEXPIRETIME: [2, (db, [key = '']) => unixTime(db, key, 1)],
  PERSIST: [2, (db, [key = '']) => (Number.isFinite(db.expiry(key)) && db.expire(key, Number.POSITIVE_INFINITY) ? 1 : 0)],
  TYPE: [2, (db, [key = '']) => ({ ok: db.typeOf(key) ?? 'none' })],
  RENAME: [
    3,
    (db, [from = '', to = '']) => {
      db.move(from, to);
      return OK;
    },
  ],
  RENAMENX: [
    3,
    (db, [from = '', to = '']) => {
      if (!db.has(from)) throw new CacheError(NO_SUCH_KEY);
      if (db.has(to)) return 0;
      db.move(from, to);
      return 1;
    },
  ],
  KEYS: [
    2,
    (db, [pattern = '']) => {
      const fits = globToRegExp(pattern);
      const all = [...db.keysAfter(0)].map(([key]) => key);
      db.work += all.length;
      return all.filter((key) => fits.test(key));
    },
  ],
  SCAN: [-2, scan],
  DBSIZE: [1, (db) => db.size],
  RANDOMKEY: [
    1,
    (db) => {
      const all = [...db.keysAfter(0)];
      return all[Math.floor(db.draw() * all.length)]?.[0] ?? null;
    },
  ],
  FLUSHDB: [
    -1,
    (db) => {
      db.clear();
      return OK;
    },
  ],
  FLUSHALL: [
    -1,
    (db) => {
      db.clear();
      return OK;
    },
  ],
  PING: [-1, (_db, [message]) => message ?? { ok: 'PONG' }],
  ECHO: [2, (_db, [message = '']) => message],
  TIME: [1, (db) => [String(Math.floor(db.nowMs / 1000)), String(Math.floor((db.nowMs % 1000) * 1000))]],
};

function unixTime(db: Keyspace, key: string, unitMs: number): Reply {
  const expiresMs = db.expiry(key);
  if (expiresMs === undefined) return -2;
  return expiresMs === Number.POSITIVE_INFINITY ? -1 : Math.floor(expiresMs / unitMs);
}
