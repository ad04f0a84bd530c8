// Hashes and lists.
import {
  CacheError,
  type Commands,
  floatText,
  globToRegExp,
  type Keyspace,
  NO_SUCH_KEY,
  OK,
  parseBig,
  parseFloatText,
  parseInteger,
  type Reply,
  SYNTAX_ERROR,
  sliceOf,
} from './keyspace.ts';

const hash = (db: Keyspace, key: string) => db.open(key, 'hash', () => new Map<string, string>());

function hset(db: Keyspace, [key = '', ...pairs]: readonly string[], command: string): number {
  if (pairs.length % 2 === 1) throw new CacheError(`ERR wrong number of arguments for '${command}' command`);
  const fields = hash(db, key);
  const before = fields.size;
  for (let i = 0; i < pairs.length; i += 2) fields.set(pairs[i] as string, pairs[i + 1] as string);
  db.work += pairs.length / 2;
  db.changed(key);
  return fields.size - before;
}

/** All at once with cursor 0, as Redis does for a collection that is small. */
export function scanAll(pairs: readonly (readonly string[])[], options: readonly string[]): Reply {
  const at = options.findIndex((option) => option.toUpperCase() === 'MATCH');
  const fits = globToRegExp(at < 0 ? '*' : (options[at + 1] ?? '*'));
  return ['0', pairs.filter(([name = '']) => fits.test(name)).flat()];
}

export const HASHES: Commands = {
  HSET: [-4, (db, args) => hset(db, args, 'hset')],
  HMSET: [
    -4,
    (db, args) => {
      hset(db, args, 'hmset');
      return OK;
    },
  ],
  HSETNX: [
    4,
    (db, [key = '', field = '', value = '']) => {
      const fields = hash(db, key);
      if (fields.has(field)) return 0;
      fields.set(field, value);
      db.changed(key);
      return 1;
    },
  ],
  HGET: [3, (db, [key = '', field = '']) => db.read(key, 'hash')?.get(field) ?? null],
  HMGET: [
    -3,
    (db, [key = '', ...names]) => {
      const fields = db.read(key, 'hash');
      return names.map((name) => fields?.get(name) ?? null);
    },
  ],
  HGETALL: [2, (db, [key = '']) => [...(db.read(key, 'hash') ?? [])].flat()],
  HKEYS: [2, (db, [key = '']) => [...(db.read(key, 'hash')?.keys() ?? [])]],
  HVALS: [2, (db, [key = '']) => [...(db.read(key, 'hash')?.values() ?? [])]],
  HLEN: [2, (db, [key = '']) => db.read(key, 'hash')?.size ?? 0],
  HEXISTS: [3, (db, [key = '', field = '']) => (db.read(key, 'hash')?.has(field) ? 1 : 0)],
  HSTRLEN: [3, (db, [key = '', field = '']) => (db.read(key, 'hash')?.get(field) ?? '').length],
  HDEL: [
    -3,
    (db, [key = '', ...names]) => {
      const fields = db.read(key, 'hash');
      if (!fields) return 0;
      const removed = names.filter((name) => fields.delete(name)).length;
      if (removed > 0) db.changed(key);
      return removed;
    },
  ],
  HINCRBY: [
    4,
    (db, [key = '', field = '', by]) => {
      const step = parseBig(by);
      const value = parseBig(db.read(key, 'hash')?.get(field) ?? '0', 'ERR hash value is not an integer') + step;
      hash(db, key).set(field, String(value));
      db.changed(key);
      return Number(value);
    },
  ],
  HINCRBYFLOAT: [
    4,
    (db, [key = '', field = '', by]) => {
      const step = parseFloatText(by);
      const value = parseFloatText(db.read(key, 'hash')?.get(field) ?? '0', 'ERR hash value is not a float') + step;
      const text = floatText(Number(value.toPrecision(15)));
      hash(db, key).set(field, text);
      db.changed(key);
      return text;
    },
  ],
  HSCAN: [-3, (db, [key = '', _cursor, ...options]) => scanAll([...(db.read(key, 'hash') ?? [])], options)],
};

function push(atHead: boolean, onlyIfThere: boolean) {
  return (db: Keyspace, [key = '', ...values]: readonly string[]): Reply => {
    const list = onlyIfThere ? db.read(key, 'list') : db.open(key, 'list', () => []);
    if (!list) return 0;
    if (atHead) for (const value of values) list.unshift(value);
    else list.push(...values);
    db.pushed.push(key);
    db.changed(key);
    return list.length;
  };
}

function pop(atHead: boolean) {
  return (db: Keyspace, [key = '', count]: readonly string[]): Reply => {
    const list = db.read(key, 'list');
    const wanted = count === undefined ? 1 : parseInteger(count, 'ERR value is out of range, must be positive');
    if (wanted < 0) throw new CacheError('ERR value is out of range, must be positive');
    if (!list) return null;
    const taken = atHead ? list.splice(0, wanted) : list.splice(Math.max(0, list.length - wanted), wanted).reverse();
    db.changed(key);
    return count === undefined ? (taken[0] ?? null) : taken;
  };
}

function move(db: Keyspace, from: string, to: string, fromHead: boolean, toHead: boolean): Reply {
  const source = db.read(from, 'list');
  if (!source) return null;
  const target = from === to ? source : db.open(to, 'list', () => []);
  const value = (fromHead ? source.shift() : source.pop()) as string;
  if (toHead) target.unshift(value);
  else target.push(value);
  db.pushed.push(to);
  db.changed(from);
  db.changed(to);
  return value;
}

function side(text: string): boolean {
  const name = text.toUpperCase();
  if (name !== 'LEFT' && name !== 'RIGHT') throw new CacheError(SYNTAX_ERROR);
  return name === 'LEFT';
}

/** BLPOP and BRPOP of lists that hold something; the server makes the others wait. */
function popFirst(atHead: boolean) {
  const take = pop(atHead);
  return (db: Keyspace, args: readonly string[]): Reply => {
    for (const key of args.slice(0, -1)) {
      if (db.read(key, 'list')) return [key, take(db, [key])];
    }
    return null;
  };
}

export const LISTS: Commands = {
  LPUSH: [-3, push(true, false)],
  RPUSH: [-3, push(false, false)],
  LPUSHX: [-3, push(true, true)],
  RPUSHX: [-3, push(false, true)],
  LPOP: [-2, pop(true)],
  RPOP: [-2, pop(false)],
  BLPOP: [-3, popFirst(true)],
  BRPOP: [-3, popFirst(false)],
  BLMOVE: [6, (db, [from = '', to = '', source = '', target = '']) => move(db, from, to, side(source), side(target))],
  LMOVE: [5, (db, [from = '', to = '', source = '', target = '']) => move(db, from, to, side(source), side(target))],
  RPOPLPUSH: [3, (db, [from = '', to = '']) => move(db, from, to, false, true)],
  LLEN: [2, (db, [key = '']) => db.read(key, 'list')?.length ?? 0],
  LRANGE: [
    4,
    (db, [key = '', start, stop]) => {
      const list = db.read(key, 'list') ?? [];
      return list.slice(...sliceOf(parseInteger(start), parseInteger(stop), list.length));
    },
  ],
  LINDEX: [3, (db, [key = '', index]) => db.read(key, 'list')?.at(parseInteger(index)) ?? null],
  LSET: [
    4,
    (db, [key = '', index, value = '']) => {
      const list = db.read(key, 'list');
      if (!list) throw new CacheError(NO_SUCH_KEY);
      const at = parseInteger(index);
      const place = at < 0 ? list.length + at : at;
      if (place < 0 || place >= list.length) throw new CacheError('ERR index out of range');
      list[place] = value;
      db.changed(key);
      return OK;
    },
  ],
  LREM: [
    4,
    (db, [key = '', count, value]) => {
      const list = db.read(key, 'list');
      const wanted = parseInteger(count);
      if (!list) return 0;
      db.work += list.length;
      let removed = 0;
      const most = wanted === 0 ? list.length : Math.abs(wanted);
      for (let n = 0, i = wanted < 0 ? list.length - 1 : 0, whole = list.length; n < whole && removed < most; n++) {
        if (list[i] === value) {
          list.splice(i, 1);
          removed++;
          if (wanted < 0) i--;
        } else i += wanted < 0 ? -1 : 1;
      }
      if (removed > 0) db.changed(key);
      return removed;
    },
  ],
  LTRIM: [
    4,
    (db, [key = '', start, stop]) => {
      const list = db.read(key, 'list');
      if (!list) return OK;
      const [from, to] = sliceOf(parseInteger(start), parseInteger(stop), list.length);
      list.splice(to);
      list.splice(0, from);
      db.changed(key);
      return OK;
    },
  ],
};
