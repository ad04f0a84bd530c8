import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openNodePostgres } from './node-postgres.ts';
import type { PostgresDatabase } from './postgres-port.ts';
import { SHOP_SQL } from './test-schema.ts';

let database: PostgresDatabase;
let one: number;
let two: number;
beforeAll(async () => {
  database = await openNodePostgres();
});
afterAll(() => database.close());
beforeEach(() => {
  database.reset(SHOP_SQL);
  one = database.openSession();
  two = database.openSession();
});

function run(session: number, sql: string, ...params: unknown[]) {
  const answer = database.run(session, sql, JSON.stringify(params));
  return { ...answer, json: JSON.parse(answer.text) };
}
const rows = (session: number, sql: string, ...params: unknown[]) => run(session, sql, ...params).json.rows;
const stock = (session: number) => rows(session, 'SELECT stock FROM items WHERE id = 1')[0][0];

describe('a transaction', () => {
  test('sees its own writes, others do not until COMMIT', () => {
    const version = database.version;
    expect(stock(two)).toBe('10');
    expect(run(one, 'BEGIN').json.tag).toBe('BEGIN');
    expect(run(one, 'UPDATE items SET stock = stock - $1 WHERE id = 1', 3)).toMatchObject({ wrote: true, json: { tag: 'UPDATE 1' } });
    expect(stock(one)).toBe('7');
    expect(stock(two)).toBe('10');
    expect(database.ownerQuery('SELECT stock FROM items WHERE id = 1', [])).toEqual(['10']);
    expect(database.version).toBe(version);
    expect(run(one, 'COMMIT')).toMatchObject({ wrote: true, json: { tag: 'COMMIT' } });
    expect(database.version).toBeGreaterThan(version);
    expect(stock(two)).toBe('7');
  });

  test('leaves nothing behind after ROLLBACK or when its session ends', () => {
    run(one, 'BEGIN');
    run(one, 'DELETE FROM items');
    expect(run(one, 'ROLLBACK').json.tag).toBe('ROLLBACK');
    expect(stock(one)).toBe('10');
    run(two, 'BEGIN');
    run(two, 'DELETE FROM items');
    database.closeSession(two);
    expect(stock(one)).toBe('10');
  });

  test('is aborted by an error until ROLLBACK, and COMMIT then rolls back', () => {
    run(one, 'BEGIN');
    run(one, 'UPDATE items SET stock = 1 WHERE id = 1');
    expect(run(one, 'SELECT 1 / 0').json.sqlstate).toBe('22012');
    expect(run(one, 'SELECT stock FROM items WHERE id = 2').json).toMatchObject({
      sqlstate: '25P02',
      message: 'current transaction is aborted, commands ignored until end of transaction block',
    });
    expect(stock(two)).toBe('10');
    expect(run(one, 'COMMIT').json.tag).toBe('ROLLBACK');
    expect(stock(one)).toBe('10');
  });

  test('tells the position of a mistake behind its writes', () => {
    run(one, 'BEGIN');
    run(one, 'UPDATE items SET stock = 1 WHERE id = 1');
    expect(run(one, 'SELECT nope FROM items').json).toMatchObject({ sqlstate: '42703', position: '8' });
    expect(run(one, 'ROLLBACK').ok).toBe(true);
  });

  test('goes back to savepoints, after errors too', () => {
    run(one, 'BEGIN');
    run(one, 'UPDATE items SET stock = 9 WHERE id = 1');
    run(one, 'SAVEPOINT a');
    run(one, 'UPDATE items SET stock = 8 WHERE id = 1');
    run(one, 'SAVEPOINT "b c"');
    expect(run(one, 'UPDATE items SET stock = -1 WHERE id = 1').json.sqlstate).toBe('23514');
    expect(run(one, 'ROLLBACK TO SAVEPOINT "b c"').ok).toBe(true);
    expect(stock(one)).toBe('8');
    expect(run(one, 'ROLLBACK TO a').ok).toBe(true);
    expect(stock(one)).toBe('9');
    expect(run(one, 'RELEASE SAVEPOINT a').json.tag).toBe('RELEASE');
    expect(run(one, 'ROLLBACK TO a').json).toMatchObject({ sqlstate: '3B001', message: 'savepoint "a" does not exist' });
    run(one, 'ROLLBACK');
    expect(run(one, 'SAVEPOINT a').json.sqlstate).toBe('25P01');
  });

  test.each([
    'BEGIN',
    'BEGIN ISOLATION LEVEL REPEATABLE READ',
    'START TRANSACTION ISOLATION LEVEL SERIALIZABLE READ WRITE',
    'begin transaction',
  ])('%s begins one', (sql) => {
    expect(run(one, sql).ok).toBe(true);
    run(one, 'UPDATE items SET stock = 2 WHERE id = 1');
    expect(run(one, 'END').json.tag).toBe('COMMIT');
    expect(stock(two)).toBe('2');
  });

  test('READ ONLY refuses writes, and a wrong BEGIN is an error', () => {
    run(one, 'BEGIN READ ONLY');
    expect(run(one, 'DELETE FROM items').json.sqlstate).toBe('25006');
    run(one, 'ROLLBACK');
    expect(run(one, 'BEGIN ISOLATION LEVEL SOMETIMES').json.sqlstate).toBe('42601');
    expect(stock(one)).toBe('10');
  });

  test('of REPEATABLE READ fails at COMMIT when a row that it wrote has changed since', () => {
    run(one, 'BEGIN ISOLATION LEVEL REPEATABLE READ');
    expect(rows(one, 'UPDATE items SET stock = stock - 1 WHERE id = 1 RETURNING stock')).toEqual([['9']]);
    run(two, 'UPDATE items SET stock = 5 WHERE id = 1');
    expect(run(one, 'COMMIT').json.sqlstate).toBe('40001');
    expect(stock(one)).toBe('5');
  });

  test('gets at COMMIT the error of a constraint that others broke meanwhile', () => {
    run(one, 'BEGIN');
    expect(run(one, "INSERT INTO orders (customer) VALUES ('new')").ok).toBe(true);
    run(two, "INSERT INTO orders (customer) VALUES ('new')");
    expect(run(one, 'COMMIT').json.sqlstate).toBe('23505');
    expect(rows(one, "SELECT count(*) FROM orders WHERE customer = 'new'")).toEqual([['1']]);
    expect(run(one, 'COMMIT').json.tag).toBe('COMMIT');
  });
});

describe('what a write returned stays true after COMMIT', () => {
  test('ids of sequences, with others drawing from them meanwhile', () => {
    run(one, 'BEGIN');
    const [[first]] = rows(one, "INSERT INTO orders (customer) VALUES ('a') RETURNING id");
    expect(run(one, 'INSERT INTO items VALUES (9001, $1, 4)', Number(first)).ok).toBe(true);
    const [[other]] = rows(two, "INSERT INTO orders (customer) VALUES ('b') RETURNING id");
    const [[second]] = rows(one, "INSERT INTO orders (customer) VALUES ('c') RETURNING id");
    run(one, 'COMMIT');
    expect(rows(two, "SELECT customer, id FROM orders WHERE customer IN ('a', 'b', 'c') ORDER BY 1")).toEqual([
      ['a', first],
      ['b', other],
      ['c', second],
    ]);
    expect(new Set([first, other, second]).size).toBe(3);
    expect(rows(one, 'SELECT order_id FROM items WHERE id = 9001')).toEqual([[first]]);
    const [[next]] = rows(two, "INSERT INTO orders (customer) VALUES ('d') RETURNING id");
    expect(Number(next)).toBe(Number(second) + 1);
  });

  test('random values, ids and times', () => {
    database.setVirtualTime(1_000_000_000);
    run(one, 'BEGIN');
    database.setVirtualTime(2_000_000_000);
    const [made] = rows(one, 'INSERT INTO notes (ratio, at) VALUES (random(), clock_timestamp()) RETURNING id, ratio, at, now()');
    expect(made.slice(2)).toEqual(['2026-01-01 00:00:02+00', '2026-01-01 00:00:01+00']);
    database.setVirtualTime(9_000_000_000);
    rows(two, 'INSERT INTO notes (ratio) VALUES (random()) RETURNING id');
    run(one, 'INSERT INTO notes (ratio) VALUES (random())');
    run(one, 'COMMIT');
    expect(rows(two, 'SELECT id, ratio, at, $2::timestamptz FROM notes WHERE id = $1', made[0], made[3])).toEqual([made]);
    expect(rows(two, 'SELECT count(DISTINCT id) FROM notes')).toEqual([['3']]);
  });
});

describe('several commands at once', () => {
  test('are one transaction and answer with the last', () => {
    expect(run(one, 'UPDATE items SET stock = 1 WHERE id = 1; SELECT stock FROM items WHERE id = 1;')).toMatchObject({
      ok: true,
      wrote: true,
      json: { tag: 'SELECT 1', rows: [['1']] },
    });
    expect(run(one, 'UPDATE items SET stock = 3 WHERE id = 1; SELECT 1 / 0').json.sqlstate).toBe('22012');
    expect(stock(two)).toBe('1');
    expect(rows(one, 'SELECT 1')).toEqual([['1']]);
  });

  test('may hold semicolons in strings, comments and dollar quotes', () => {
    expect(rows(one, "SELECT 'a;b' /* ; */, $x$;$x$; SELECT 2 -- ;")).toEqual([['2']]);
  });
});

describe('settings and schema in a transaction', () => {
  test('SET LOCAL ends with it, SET survives COMMIT and not ROLLBACK', () => {
    run(one, 'BEGIN');
    run(one, "SET LOCAL TimeZone = 'Asia/Tokyo'");
    expect(rows(one, 'SHOW TimeZone')).toEqual([['Asia/Tokyo']]);
    run(one, 'COMMIT');
    expect(rows(one, 'SHOW TimeZone')).toEqual([['UTC']]);
    run(one, 'BEGIN');
    run(one, "SET TimeZone = 'Asia/Tokyo'");
    run(one, 'ROLLBACK');
    expect(rows(one, 'SHOW TimeZone')).toEqual([['UTC']]);
    run(one, 'BEGIN');
    run(one, "SET TimeZone = 'Asia/Tokyo'");
    run(one, 'COMMIT');
    expect(rows(one, 'SHOW TimeZone')).toEqual([['Asia/Tokyo']]);
    expect(rows(two, 'SHOW TimeZone')).toEqual([['UTC']]);
  });

  test('tables made in it are its own until COMMIT', () => {
    run(one, 'BEGIN');
    expect(run(one, 'CREATE TABLE fresh (id serial PRIMARY KEY, v int)').ok).toBe(true);
    run(one, 'INSERT INTO fresh (v) VALUES (5), (6)');
    expect(rows(one, 'SELECT * FROM fresh ORDER BY id')).toEqual([
      ['1', '5'],
      ['2', '6'],
    ]);
    expect(run(two, 'SELECT * FROM fresh').json.sqlstate).toBe('42P01');
    expect(run(one, 'COMMIT').ok).toBe(true);
    expect(rows(two, 'SELECT * FROM fresh ORDER BY id')).toHaveLength(2);
    expect(run(two, 'DROP TABLE fresh').ok).toBe(true);
  });
});
