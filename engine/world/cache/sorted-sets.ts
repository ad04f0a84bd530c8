// Sorted sets.
import { scanAll } from './collections.ts';
import {
  CacheError,
  type Commands,
  floatText,
  type Keyspace,
  parseFloatText,
  parseInteger,
  type Reply,
  SYNTAX_ERROR,
  sliceOf,
} from './keyspace.ts';
import { type Scored, SortedSet } from './sorted-set.ts';

const NOTHING = new SortedSet();
const NOT_A_BOUND = 'ERR min or max is not a float';
const read = (db: Keyspace, key: string) => db.read(key, 'zset') ?? NOTHING;

function zadd(db: Keyspace, [key = '', ...args]: readonly string[]): Reply {
  const flags = new Set<string>();
  let at = 0;
  while (/^(NX|XX|GT|LT|CH|INCR)$/i.test(args[at] ?? '')) flags.add((args[at++] as string).toUpperCase());
  const pairs = args.slice(at);
  if (pairs.length === 0 || pairs.length % 2 === 1) throw new CacheError(SYNTAX_ERROR);
  if (flags.has('NX') && flags.has('XX')) throw new CacheError('ERR XX and NX options at the same time are not compatible');
  if (flags.has('NX') && (flags.has('GT') || flags.has('LT')))
    throw new CacheError('ERR GT, LT, and/or NX options at the same time are not compatible');
  if (flags.has('INCR') && pairs.length > 2) throw new CacheError('ERR INCR option supports a single increment-element pair');
  const scores = pairs.filter((_, i) => i % 2 === 0).map((text) => parseFloatText(text));
  const set = db.open(key, 'zset', () => new SortedSet());
  let added = 0;
  let changed = 0;
  let last: number | null = null;
  scores.forEach((given, i) => {
    const member = pairs[2 * i + 1] as string;
    const before = set.score(member);
    const score = flags.has('INCR') ? (before ?? 0) + given : given;
    if (before === undefined ? flags.has('XX') : flags.has('NX')) return;
    if (before !== undefined && ((flags.has('GT') && score <= before) || (flags.has('LT') && score >= before))) return;
    if (before === undefined) added++;
    else if (before !== score) changed++;
    if (before !== score) set.set(member, score);
    last = score;
  });
  db.changed(key);
  if (flags.has('INCR')) return last === null ? null : floatText(last);
  return flags.has('CH') ? added + changed : added;
}

/** Indexes from..to (exclusive) of the scores between two bounds: "1", "(1", "-inf". */
function between(set: SortedSet, min: string, max: string): readonly [number, number] {
  const bound = (text: string) => parseFloatText(text.replace(/^\(/, ''), NOT_A_BOUND);
  const from = set.first(bound(min), min.startsWith('('));
  const to = set.first(bound(max), !max.startsWith('('));
  return from > to ? [0, 0] : [from, to];
}

function listOf(members: readonly Scored[], withScores: boolean): Reply {
  return members.flatMap(({ member, score }) => (withScores ? [member, floatText(score)] : [member]));
}

interface RangeOptions {
  byScore: boolean;
  reverse: boolean;
  withScores: boolean;
  offset: number;
  count: number;
}

function readOptions(options: readonly string[], given: Partial<RangeOptions>): RangeOptions {
  const read: RangeOptions = { byScore: false, reverse: false, withScores: false, offset: 0, count: -1, ...given };
  for (let i = 0; i < options.length; i++) {
    const option = (options[i] as string).toUpperCase();
    if (option === 'WITHSCORES') read.withScores = true;
    else if (option === 'REV') read.reverse = true;
    else if (option === 'BYSCORE') read.byScore = true;
    else if (option === 'LIMIT') {
      read.offset = parseInteger(options[++i]);
      read.count = parseInteger(options[++i]);
    } else throw new CacheError(SYNTAX_ERROR);
  }
  return read;
}

function range(given: Partial<RangeOptions>) {
  return (db: Keyspace, [key = '', start = '', stop = '', ...options]: readonly string[]): Reply => {
    const { byScore, reverse, withScores, offset, count } = readOptions(options, given);
    const set = read(db, key);
    let members: Scored[];
    if (byScore) {
      members = set.members.slice(...(reverse ? between(set, stop, start) : between(set, start, stop)));
      if (reverse) members.reverse();
      members = members.slice(offset, count < 0 ? undefined : offset + count);
    } else {
      const all = reverse ? [...set.members].reverse() : set.members;
      members = all.slice(...sliceOf(parseInteger(start), parseInteger(stop), all.length));
    }
    return listOf(members, withScores);
  };
}

function removeRange(db: Keyspace, key: string, bounds: (set: SortedSet) => readonly [number, number]): Reply {
  const set = read(db, key);
  const removed = set.remove(...bounds(set)).length;
  db.work += removed;
  if (removed > 0) db.changed(key);
  return removed;
}

function pop(highest: boolean) {
  return (db: Keyspace, [key = '', count = '1']: readonly string[]): Reply => {
    const set = read(db, key);
    const wanted = Math.min(set.size, parseInteger(count, 'ERR value is out of range, must be positive'));
    const taken = highest ? set.remove(set.size - wanted, set.size).reverse() : set.remove(0, wanted);
    if (taken.length > 0) db.changed(key);
    return listOf(taken, true);
  };
}

export const SORTED_SETS: Commands = {
  ZADD: [-4, zadd],
  ZINCRBY: [4, (db, [key = '', by = '', member = '']) => zadd(db, [key, 'INCR', by, member])],
  ZREM: [
    -3,
    (db, [key = '', ...members]) => {
      const set = read(db, key);
      const removed = members.filter((member) => set.delete(member)).length;
      if (removed > 0) db.changed(key);
      return removed;
    },
  ],
  ZSCORE: [3, (db, [key = '', member = '']) => scoreText(read(db, key).score(member))],
  ZMSCORE: [-3, (db, [key = '', ...members]) => members.map((member) => scoreText(read(db, key).score(member)))],
  ZCARD: [2, (db, [key = '']) => read(db, key).size],
  ZCOUNT: [
    4,
    (db, [key = '', min = '', max = '']) => {
      const [from, to] = between(read(db, key), min, max);
      return to - from;
    },
  ],
  ZRANK: [3, (db, [key = '', member = '']) => rankOf(read(db, key).rank(member))],
  ZREVRANK: [
    3,
    (db, [key = '', member = '']) => {
      const set = read(db, key);
      const rank = set.rank(member);
      return rankOf(rank < 0 ? -1 : set.size - 1 - rank);
    },
  ],
  ZRANGE: [-4, range({})],
  ZREVRANGE: [-4, range({ reverse: true })],
  ZRANGEBYSCORE: [-4, range({ byScore: true })],
  ZREVRANGEBYSCORE: [-4, range({ byScore: true, reverse: true })],
  ZREMRANGEBYSCORE: [4, (db, [key = '', min = '', max = '']) => removeRange(db, key, (set) => between(set, min, max))],
  ZREMRANGEBYRANK: [
    4,
    (db, [key = '', start, stop]) => removeRange(db, key, (set) => sliceOf(parseInteger(start), parseInteger(stop), set.size)),
  ],
  ZPOPMIN: [-2, pop(false)],
  ZPOPMAX: [-2, pop(true)],
  ZSCAN: [
    -3,
    (db, [key = '', _cursor, ...options]) =>
      scanAll(
        read(db, key).members.map(({ member, score }) => [member, floatText(score)]),
        options,
      ),
  ],
};

function scoreText(score: number | undefined): Reply {
  return score === undefined ? null : floatText(score);
}

function rankOf(rank: number): Reply {
  return rank < 0 ? null : rank;
}
