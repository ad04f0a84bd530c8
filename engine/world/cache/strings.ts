// Strings and counters.
import {
  CacheError,
  type Commands,
  floatText,
  type Keyspace,
  MAX_INTEGER,
  MIN_INTEGER,
  OK,
  parseBig,
  parseFloatText,
  parseInteger,
  type Reply,
  SYNTAX_ERROR,
} from './keyspace.ts';

const OVERFLOW = 'ERR increment or decrement would overflow';

function increment(db: Keyspace, key: string, by: bigint): Reply {
  const value = parseBig(db.read(key, 'string') ?? '0') + by;
  if (value > MAX_INTEGER || value < MIN_INTEGER) throw new CacheError(OVERFLOW);
  db.write(key, 'string', String(value), db.expiry(key));
  return integer(value);
}

/** Beyond what a double holds exactly the digits travel as a text. */
function integer(value: bigint): Reply {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : ({ integer: String(value) } as unknown as Reply);
}

/** Unix time in ms of EX, PX, EXAT or PXAT and its amount. */
export function expiryOf(db: Keyspace, option: string, amount: string | undefined, command: string): number {
  const value = parseInteger(amount);
  if (value <= 0) throw new CacheError(`ERR invalid expire time in '${command}' command`);
  const ms = option.startsWith('EX') ? value * 1000 : value;
  return option.endsWith('AT') ? ms : db.nowMs + ms;
}

const EXPIRIES = ['EX', 'PX', 'EXAT', 'PXAT'];

function set(db: Keyspace, [key = '', value = '', ...options]: readonly string[]): Reply {
  let expiresMs = Number.POSITIVE_INFINITY;
  let condition = '';
  let get = false;
  let timed = '';
  for (let i = 0; i < options.length; i++) {
    const option = (options[i] as string).toUpperCase();
    if ((option === 'NX' || option === 'XX') && (condition === '' || condition === option)) condition = option;
    else if (option === 'GET') get = true;
    else if (option === 'KEEPTTL' && timed === '') timed = option;
    else if (EXPIRIES.includes(option) && timed === '' && i + 1 < options.length) {
      timed = option;
      expiresMs = expiryOf(db, option, options[++i], 'set');
    } else throw new CacheError(SYNTAX_ERROR);
  }
  const before = get ? (db.read(key, 'string') ?? null) : null;
  const exists = db.has(key);
  if ((condition === 'NX' && exists) || (condition === 'XX' && !exists)) return before;
  db.write(key, 'string', value, timed === 'KEEPTTL' ? db.expiry(key) : expiresMs);
  return get ? before : OK;
}

function getex(db: Keyspace, [key = '', option = '', amount]: readonly string[]): Reply {
  const value = db.read(key, 'string') ?? null;
  const name = option.toUpperCase();
  if (value === null || name === '') return value;
  if (name === 'PERSIST') db.expire(key, Number.POSITIVE_INFINITY);
  else if (EXPIRIES.includes(name)) db.expire(key, expiryOf(db, name, amount, 'getex'));
  else throw new CacheError(SYNTAX_ERROR);
  return value;
}

function setWithExpiry(option: string, command: string) {
  return (db: Keyspace, [key = '', amount, value = '']: readonly string[]): Reply => {
    db.write(key, 'string', value, expiryOf(db, option, amount, command));
    return OK;
  };
}

function setMany(db: Keyspace, args: readonly string[], command: string): void {
  if (args.length % 2 === 1) throw new CacheError(`ERR wrong number of arguments for '${command}' command`);
  for (let i = 0; i < args.length; i += 2) db.write(args[i] as string, 'string', args[i + 1] as string);
  db.work += args.length / 2;
}

export const STRINGS: Commands = {
  GET: [2, (db, [key = '']) => db.read(key, 'string') ?? null],
  SET: [-3, set],
  GETEX: [-2, getex],
  SETEX: [4, setWithExpiry('EX', 'setex')],
  PSETEX: [4, setWithExpiry('PX', 'psetex')],
  SETNX: [3, (db, [key = '', value = '']) => (set(db, [key, value, 'NX']) === null ? 0 : 1)],
  GETSET: [
    3,
    (db, [key = '', value = '']) => {
      const before = db.read(key, 'string') ?? null;
      db.write(key, 'string', value);
      return before;
    },
  ],
  GETDEL: [
    2,
    (db, [key = '']) => {
      const before = db.read(key, 'string') ?? null;
      db.remove(key);
      return before;
    },
  ],
  MGET: [-2, (db, keys) => keys.map((key) => (db.typeOf(key) === 'string' ? (db.read(key, 'string') ?? null) : null))],
  MSET: [
    -3,
    (db, args) => {
      setMany(db, args, 'mset');
      return OK;
    },
  ],
  MSETNX: [
    -3,
    (db, args) => {
      if (args.some((key, i) => i % 2 === 0 && db.has(key))) return 0;
      setMany(db, args, 'msetnx');
      return 1;
    },
  ],
  INCR: [2, (db, [key = '']) => increment(db, key, 1n)],
  DECR: [2, (db, [key = '']) => increment(db, key, -1n)],
  INCRBY: [3, (db, [key = '', by]) => increment(db, key, parseBig(by))],
  DECRBY: [3, (db, [key = '', by]) => increment(db, key, -parseBig(by))],
  INCRBYFLOAT: [
    3,
    (db, [key = '', by]) => {
      const value = parseFloatText(db.read(key, 'string') ?? '0') + parseFloatText(by);
      // Redis adds long doubles and writes 17 digits; 15 hide the double's own error.
      const text = floatText(Number(value.toPrecision(15)));
      db.write(key, 'string', text, db.expiry(key));
      return text;
    },
  ],
  APPEND: [
    3,
    (db, [key = '', more = '']) => {
      const value = (db.read(key, 'string') ?? '') + more;
      db.write(key, 'string', value, db.expiry(key));
      return value.length;
    },
  ],
  STRLEN: [2, (db, [key = '']) => (db.read(key, 'string') ?? '').length],
  GETRANGE: [
    4,
    (db, [key = '', start, end]) => {
      const value = db.read(key, 'string') ?? '';
      const from = parseInteger(start);
      const to = parseInteger(end);
      const first = Math.max(0, from < 0 ? value.length + from : from);
      const last = to < 0 ? value.length + to : to;
      return last < first ? '' : value.slice(first, last + 1);
    },
  ],
};
