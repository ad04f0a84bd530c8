// Sets.
import { scanAll } from './collections.ts';
import { type Commands, type Keyspace, parseInteger, type Reply } from './keyspace.ts';

const setAt = (db: Keyspace, key: string) => db.read(key, 'set') ?? new Set<string>();

function intersect(db: Keyspace, keys: readonly string[]): string[] {
  const [first, ...others] = keys.map((key) => setAt(db, key));
  return [...(first ?? [])].filter((member) => others.every((other) => other.has(member)));
}

function unite(db: Keyspace, keys: readonly string[]): string[] {
  return [...new Set(keys.flatMap((key) => [...setAt(db, key)]))];
}

function subtract(db: Keyspace, keys: readonly string[]): string[] {
  const [first, ...others] = keys.map((key) => setAt(db, key));
  return [...(first ?? [])].filter((member) => !others.some((other) => other.has(member)));
}

function store(combine: typeof unite) {
  return (db: Keyspace, [to = '', ...keys]: readonly string[]): Reply => {
    const members = combine(db, keys);
    db.work += members.length;
    db.remove(to);
    if (members.length > 0) db.write(to, 'set', new Set(members));
    return members.length;
  };
}

/** Members by chance: different ones, or (again) possibly the same several times. */
function choose(db: Keyspace, members: readonly string[], count: number, again: boolean): string[] {
  const left = [...members];
  const chosen: string[] = [];
  while (chosen.length < count && left.length > 0) {
    const at = Math.floor(db.draw() * left.length);
    chosen.push(left[at] as string);
    if (!again) left.splice(at, 1);
  }
  return chosen;
}

export const SETS: Commands = {
  SADD: [
    -3,
    (db, [key = '', ...members]) => {
      const set = db.open(key, 'set', () => new Set());
      const before = set.size;
      for (const member of members) set.add(member);
      db.changed(key);
      return set.size - before;
    },
  ],
  SREM: [
    -3,
    (db, [key = '', ...members]) => {
      const set = setAt(db, key);
      const removed = members.filter((member) => set.delete(member)).length;
      if (removed > 0) db.changed(key);
      return removed;
    },
  ],
  SMEMBERS: [2, (db, [key = '']) => [...setAt(db, key)]],
  SISMEMBER: [3, (db, [key = '', member = '']) => (setAt(db, key).has(member) ? 1 : 0)],
  SMISMEMBER: [-3, (db, [key = '', ...members]) => members.map((member) => (setAt(db, key).has(member) ? 1 : 0))],
  SCARD: [2, (db, [key = '']) => setAt(db, key).size],
  SPOP: [
    -2,
    (db, [key = '', count]) => {
      const set = setAt(db, key);
      const chosen = choose(db, [...set], count === undefined ? 1 : parseInteger(count), false);
      for (const member of chosen) set.delete(member);
      if (chosen.length > 0) db.changed(key);
      return count === undefined ? (chosen[0] ?? null) : chosen;
    },
  ],
  SRANDMEMBER: [
    -2,
    (db, [key = '', count]) => {
      const wanted = count === undefined ? 1 : parseInteger(count);
      const chosen = choose(db, [...setAt(db, key)], Math.abs(wanted), wanted < 0);
      return count === undefined ? (chosen[0] ?? null) : chosen;
    },
  ],
  SMOVE: [
    4,
    (db, [from = '', to = '', member = '']) => {
      if (!setAt(db, from).delete(member)) return 0;
      db.open(to, 'set', () => new Set()).add(member);
      db.changed(from);
      db.changed(to);
      return 1;
    },
  ],
  SINTER: [-2, intersect],
  SUNION: [-2, unite],
  SDIFF: [-2, subtract],
  SINTERSTORE: [-3, store(intersect)],
  SUNIONSTORE: [-3, store(unite)],
  SDIFFSTORE: [-3, store(subtract)],
  SSCAN: [
    -3,
    (db, [key = '', _cursor, ...options]) =>
      scanAll(
        [...setAt(db, key)].map((member) => [member]),
        options,
      ),
  ],
};
