// What a stage's row locks are remembered by: how long statements waited, for which rows, and what came of it.

import type { LockWish } from '../database-port.ts';
import { Meter, type MeterWindow } from '../meter.ts';
import { LineTables } from './line-tables.ts';

/** A row (or another lock) that statements waited for. */
export interface HotLock {
  readonly table: string;
  /** Its primary key as text; a value of a unique key; the number of an advisory lock. */
  readonly row: string;
  readonly kind: 'row' | 'unique' | 'table' | 'advisory';
  waits: number;
  waitNs: number;
}

const SERIALIZATION_FAILURE = '"40001"';
/** NOWAIT; a lock_timeout is counted where it strikes. */
const NOT_AVAILABLE = '"55P03"';
/** Not the locks of a SELECT, nor what an upsert does. */
const WRITTEN_TABLES =
  /(?:(?<!\bfor\s+(?:no\s+key\s+)?)(?<!\bdo\s+)\bupdate|\binsert\s+into|\bdelete\s+from|\bmerge\s+into|\bcopy)\s+(?:only\s+)?(?:"?\w+"?\.)?"?(\w+)/gi;

/** Rows told in the recording. */
const HOTTEST = 5;

export class LockBooks {
  readonly meter: Meter;
  deadlocks = 0;
  lockTimeouts = 0;
  statementTimeouts = 0;
  /** SQLSTATE 40001, and the line of the first one. */
  serializationFailures = 0;
  serializationLine = 0;
  /** SQLSTATE 55P03 of NOWAIT, and the line of the first one. */
  notAvailable = 0;
  notAvailableLine = 0;
  readonly writes = new LineTables();
  #waiting = 0;
  readonly #hot = new Map<string, HotLock>();

  constructor(window: MeterWindow) {
    this.meter = new Meter(window);
  }

  /** Postgres refused a statement. */
  failed(error: string, line: number): void {
    if (error.includes(SERIALIZATION_FAILURE)) {
      this.serializationFailures++;
      this.serializationLine ||= line;
    } else if (error.includes(NOT_AVAILABLE)) {
      this.notAvailable++;
      this.notAvailableLine ||= line;
    }
  }

  /** A statement changed rows; of one table, or with WITH of several. */
  wrote(sql: string, line: number): void {
    this.writes.count(writtenTables(sql), line);
  }

  /** A statement begins to wait: so many wait for the same lock, itself included. */
  began(nowNs: number, queue: number): void {
    this.#count(nowNs, 1);
    this.meter.noteQueue(nowNs, queue);
  }

  /** It waits no longer. */
  ended(nowNs: number, wish: LockWish, waitedNs: number): void {
    this.#count(nowNs, -1);
    this.meter.waited(nowNs, waitedNs);
    if (!this.meter.inWindow(nowNs)) return;
    let hot = this.#hot.get(wish.key);
    if (!hot) {
      hot = { ...readKey(wish.key), waits: 0, waitNs: 0 };
      this.#hot.set(wish.key, hot);
    }
    hot.waits++;
    hot.waitNs += waitedNs;
  }

  /** The locks with the most waiting, first the worst. */
  hottest(): HotLock[] {
    const all = [...this.#hot.entries()].sort(([a, x], [b, y]) => y.waitNs - x.waitNs || (a < b ? -1 : 1));
    return all.slice(0, HOTTEST).map(([, hot]) => hot);
  }

  #count(nowNs: number, by: number): void {
    this.#waiting += by;
    this.meter.set(nowNs, this.#waiting > 0 ? 1 : 0, this.#waiting);
  }
}

function readKey(key: string): Pick<HotLock, 'table' | 'row' | 'kind'> {
  const [table = '', index = '', ...rest] = key.split('\u0001');
  const row = rest.join(' ');
  if (table === '') return { table, row, kind: 'advisory' };
  return { table, row, kind: index === '0' ? 'row' : index === 'table' ? 'table' : 'unique' };
}

const tablesOf = new Map<string, string>();
const MOST_TEXTS = 1_000;

/** Names of the tables that a statement writes to, joined by spaces; programs have few texts. */
export function writtenTables(sql: string): string {
  const known = tablesOf.get(sql);
  if (known !== undefined) return known;
  const tables = [...new Set([...sql.matchAll(WRITTEN_TABLES)].map(([, name = '']) => name.toLowerCase()))].join(' ');
  if (tablesOf.size < MOST_TEXTS) tablesOf.set(sql, tables);
  return tables;
}
