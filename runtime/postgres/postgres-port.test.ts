import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openNodePostgres } from './node-postgres.ts';
import type { PostgresDatabase } from './postgres-port.ts';
import { SHOP_SQL } from './test-schema.ts';

let database: PostgresDatabase;
let session: number;
beforeAll(async () => {
  database = await openNodePostgres();
});
afterAll(() => database.close());
beforeEach(() => {
  database.reset(SHOP_SQL);
  session = database.openSession();
});

function run(sql: string, ...params: unknown[]) {
  const answer = database.run(session, sql, JSON.stringify(params));
  return { ...answer, json: JSON.parse(answer.text) };
}
const rows = (sql: string, ...params: unknown[]) => run(sql, ...params).json.rows;

describe('rows and results', () => {
  test('come in text format with names and types of columns and parameters', () => {
    const { json, ok, rows: count, wrote } = run('SELECT id, customer, id > $2 AS big FROM orders WHERE id = $1', 7, 5);
    expect(ok).toBe(true);
    expect(json).toEqual({
      columns: [
        ['id', 23],
        ['customer', 25],
        ['big', 16],
      ],
      params: [23, 23],
      rows: [['7', 'customer 7', 't']],
      tag: 'SELECT 1',
    });
    expect(count).toBe(1);
    expect(wrote).toBe(false);
  });

  test('NULL is null and characters outside ASCII survive', () => {
    expect(rows("SELECT NULL, $1::text, 'naïve – 東京 🚀'", '東京')).toEqual([[null, '東京', 'naïve – 東京 🚀']]);
  });

  test('a statement without words has an empty tag', () => {
    expect(run(' -- nothing\n ;').json.tag).toBe('');
  });

  test('EXPLAIN gives rows without times of this machine', () => {
    const lines = rows('EXPLAIN (ANALYZE, TIMING OFF) SELECT * FROM items WHERE id = 3').flat().join('\n');
    expect(lines).toContain('Index Scan using items_pkey');
    database.reset(SHOP_SQL);
    session = database.openSession();
    expect(rows('EXPLAIN (ANALYZE, TIMING OFF) SELECT * FROM items WHERE id = 3').flat().join('\n')).toBe(lines);
  });

  test('describe tells the types without running the statement', () => {
    expect(database.describe('UPDATE items SET stock = $1 WHERE id = $2 RETURNING stock')).toEqual({
      params: [23, 23],
      columns: [['stock', 23]],
    });
    expect(database.describe('SELECT nope FROM items')).toBeNull();
    expect(rows('SELECT min(stock) FROM items')).toEqual([['10']]);
  });
});

describe('parameters', () => {
  test('of every kind arrive as the types that Postgres resolves', () => {
    const sql = `INSERT INTO notes (id, body, tags, raw, at, ratio) VALUES ('00000000-0000-0000-0000-000000000001', $1, $2, $3, $4, $5)
                 RETURNING body->>'a', tags[2], encode(raw, 'hex'), at, ratio`;
    const made = rows(
      sql,
      { $json: { a: [1, 'x"y'] } },
      ['plain', 'co,mma "quoted" \\ {brace}', null],
      { $bytes: '00ff10' },
      '2026-05-01T10:00:00Z',
      0.1,
    );
    expect(made).toEqual([['[1, "x\\"y"]', 'co,mma "quoted" \\ {brace}', '00ff10', '2026-05-01 10:00:00+00', '0.1']]);
  });

  test('lists become arrays of any element type, nested too', () => {
    expect(rows('SELECT count(*) FROM items WHERE id = ANY($1)', [1, 2, 3])).toEqual([['3']]);
    expect(
      rows(
        'SELECT ($1::int[][])[2][1], cardinality($2::text[])',
        [
          [1, 2],
          [3, 4],
        ],
        [],
      ),
    ).toEqual([['3', '0']]);
    expect(rows('SELECT unnest($1::bool[])::text', [true, null, false])).toEqual([['true'], [null], ['false']]);
  });

  test('that do not fit are refused by Postgres', () => {
    expect(run('SELECT * FROM items WHERE id = $1', 'abc').json).toMatchObject({
      sqlstate: '22P02',
      message: 'invalid input syntax for type integer: "abc"',
    });
    expect(run('SELECT 1; SELECT $1', 1).json.sqlstate).toBe('42601');
  });
});

describe('errors', () => {
  test.each([
    ['SELEC 1', '42601', { position: '1' }],
    ['SELECT * FROM nowhere', '42P01', { position: '15' }],
    [
      "INSERT INTO orders (customer) VALUES ('customer 1')",
      '23505',
      { table: 'orders', constraint: 'orders_customer_key', detail: 'Key (customer)=(customer 1) already exists.' },
    ],
    ['INSERT INTO items VALUES (9001, 99999, 1)', '23503', { constraint: 'items_order_id_fkey' }],
    ['INSERT INTO orders (customer) VALUES (NULL)', '23502', { column: 'customer' }],
    ['UPDATE items SET stock = -1 WHERE id = 1', '23514', { constraint: 'items_stock_check' }],
    ['SELECT 1 / 0', '22012', {}],
  ])('%s fails as in Postgres, and the next statement works', (sql, sqlstate, fields) => {
    const { ok, json, wrote } = run(sql);
    expect({ ok, wrote }).toEqual({ ok: false, wrote: false });
    expect(json).toMatchObject({ sqlstate, severity: 'ERROR', ...fields });
    expect(rows('SELECT 1')).toEqual([['1']]);
  });

  test.each([
    ['COPY items FROM STDIN', 'COPY'],
    ['LISTEN orders', 'LISTEN'],
    ["NOTIFY orders, 'x'", 'NOTIFY'],
    ['DECLARE c CURSOR FOR SELECT 1', 'DECLARE'],
    ['CREATE TEMP TABLE t (id int)', 'temporary tables'],
  ])('%s says that it is not simulated', (sql, what) => {
    expect(run(sql).json).toMatchObject({ sqlstate: '0A000', message: expect.stringContaining(`not simulated: ${what}`) });
  });
});

describe('the application and the owner', () => {
  test('the application sees schema public only', () => {
    expect(run('SELECT * FROM pricing.prices').json.sqlstate).toBe('42501');
    expect(database.ownerQuery('SELECT price FROM pricing.prices WHERE sku = $1', [2])).toEqual(['3.00']);
  });

  test.each([
    'SET ROLE postgres',
    'SET LOCAL SESSION AUTHORIZATION postgres',
    'RESET SESSION AUTHORIZATION',
    'SET "session_authorization" TO postgres',
    "SELECT set_config('session_authorization', 'postgres', false)",
    "DO $$ BEGIN EXECUTE 'RESET SESSION AUTHORIZATION'; END $$",
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'RESET SESSION AUTHORIZATION'",
    'DISCARD ALL',
    "SELECT pg_read_file('PG_VERSION')",
    'SELECT pg_sleep_by_wall_clock(1)',
  ])('%s does not make it the owner', (sql) => {
    run(sql);
    expect(rows('SELECT current_user, session_user')).toEqual([['app', 'app']]);
    expect(run('SELECT * FROM pricing.prices').json.sqlstate).toBe('42501');
  });

  test('the application may create, alter and drop its own tables', () => {
    expect(run('CREATE TABLE mine (id int PRIMARY KEY)').json.tag).toBe('CREATE TABLE');
    expect(run('ALTER TABLE items ADD COLUMN colour text').ok).toBe(true);
    expect(run('DROP TABLE mine').json.tag).toBe('DROP TABLE');
  });

  test('ownerExecute runs several statements as one and tells what is wrong', () => {
    database.ownerExecute('UPDATE pricing.prices SET price = 7 WHERE sku = 1; UPDATE pricing.prices SET price = 8 WHERE sku = 2');
    expect(database.ownerQuery('SELECT price FROM pricing.prices WHERE sku < 3 ORDER BY sku', [])).toEqual(['7.00', '8.00']);
    expect(() => database.ownerExecute('UPDATE pricing.prices SET price = 9; SELECT nope')).toThrow(/column "nope" does not exist/);
    expect(database.ownerQuery('SELECT price FROM pricing.prices WHERE sku = 1', [])).toEqual(['7.00']);
  });

  test('a schema with a mistake is refused with its line, and the next reset works', () => {
    expect(() => database.reset('CREATE TABLE a (id int);\nCREATE TABLE b (id wrong);')).toThrow(/line 2: type "wrong" does not exist/);
    database.reset(SHOP_SQL);
    session = database.openSession();
    expect(rows('SELECT count(*) FROM orders')).toEqual([['1000']]);
  });
});

describe('settings', () => {
  test('belong to the session that made them', () => {
    const other = database.openSession();
    expect(run("SET TimeZone = 'Asia/Tokyo'").json.tag).toBe('SET');
    expect(rows('SHOW TimeZone')).toEqual([['Asia/Tokyo']]);
    expect(rows("SELECT timestamptz '2026-01-01 00:00+00'")).toEqual([['2026-01-01 09:00:00+09']]);
    expect(JSON.parse(database.run(other, "SELECT timestamptz '2026-01-01 00:00+00'", '[]').text).rows).toEqual([
      ['2026-01-01 00:00:00+00'],
    ]);
    expect(run('RESET ALL').json.tag).toBe('RESET');
    expect(rows('SHOW TimeZone')).toEqual([['UTC']]);
  });

  test('statement_timeout is accepted and never ends a statement', () => {
    expect(run('SET statement_timeout = 1').ok).toBe(true);
    expect(rows('SELECT count(*) FROM generate_series(1, 100000)')).toEqual([['100000']]);
    expect(run('SET nonsense = 1').json.sqlstate).toBe('42704');
  });

  test('what asyncpg sends to reset a connection is harmless', () => {
    expect(run('SELECT pg_advisory_unlock_all();\nCLOSE ALL;\nUNLISTEN *;\nRESET ALL;').ok).toBe(true);
  });
});

describe('plans', () => {
  test('cost what Postgres chose for these parameters', () => {
    const byKey = run('SELECT * FROM items WHERE id = $1', 5).planCost;
    const scan = run('SELECT * FROM items WHERE order_id = $1', 5).planCost;
    const many = run(
      'SELECT * FROM items WHERE id = ANY($1)',
      Array.from({ length: 200 }, (_, i) => i),
    ).planCost;
    expect(byKey).toBeGreaterThan(0);
    expect(scan).toBeGreaterThan(5 * byKey);
    expect(many).toBeGreaterThan(3 * byKey);
    expect(run('SELECT * FROM items').scanned).toBeUndefined();
  });

  test('beyond all patience are not run', () => {
    expect(run('SELECT count(*) FROM items a, items b, items c')).toMatchObject({ ok: false, json: { sqlstate: '57014' } });
    expect(rows('SELECT 1')).toEqual([['1']]);
  });

  test('nested beyond the host’s stack fail alone, whether foreseen or not', () => {
    expect(run(`SELECT ${Array(20_000).fill('1').join('+')}`).json.sqlstate).toBe('54001');
    expect(run(Array(20_000).fill('SELECT 1').join(' UNION ALL ')).json.sqlstate).toBe('54001');
    expect(rows('SELECT count(*) FROM items')).toEqual([['5000']]);
  });

  test('that need too much memory fail alone', () => {
    expect(run("SELECT length(repeat('x', 700000000))").json.sqlstate).toBe('53200');
    expect(rows('SELECT count(*) FROM items')).toEqual([['5000']]);
  });

  test('change when the application makes an index', () => {
    const before = run('SELECT * FROM items WHERE order_id = $1', 5);
    expect(run('CREATE INDEX ON items (order_id)').wrote).toBe(true);
    const after = run('SELECT * FROM items WHERE order_id = $1', 5);
    expect(after.json.rows).toHaveLength(before.json.rows.length);
    expect(after.planCost).toBeLessThan(before.planCost / 3);
    expect([before.scanned, after.scanned]).toEqual(['items', undefined]);
  });
});

describe('pg_sleep', () => {
  test.each([
    ['SELECT pg_sleep(0.25)', [], 250],
    ['SELECT pg_sleep($1)', [0.02], 20],
    ['SELECT 1 FROM pg_sleep($1)', [0.02], 20],
    ['SELECT id, pg_sleep(0.001 * id) FROM generate_series(1, 4) id', [], 10],
    ['SELECT id FROM items WHERE id <= 3 AND pg_sleep(0.005)::text IS NOT NULL', [], 15],
    ["SELECT pg_sleep_for('1.5 seconds')", [], 1500],
    ["SELECT pg_sleep_until(now() + interval '2 seconds')", [], 2000],
    ['SELECT pg_sleep(-1), pg_sleep(NULL), pg_sleep(0)', [], 0],
  ])('%s sleeps in virtual time only', (sql, params, sleepMs) => {
    expect(run(sql, ...params).sleepMs).toBeCloseTo(sleepMs, 3);
  });

  test('counts when the statement fails afterwards, and is remembered with its answer', () => {
    expect(run('SELECT pg_sleep(0.1), 1 / (id - 1) FROM generate_series(1, 1) id')).toMatchObject({ ok: false, sleepMs: 100 });
    const first = run('SELECT pg_sleep(0.03), count(*) FROM items');
    const hits = database.memo.hits;
    expect(run('SELECT pg_sleep(0.03), count(*) FROM items')).toMatchObject({ sleepMs: 30, resultId: first.resultId });
    expect(database.memo.hits).toBe(hits + 1);
  });
});

describe('time and randomness', () => {
  test('follow virtual time and the schema, not this machine', () => {
    expect(rows('SELECT now()')).toEqual([['2026-01-01 00:00:00+00']]);
    database.setVirtualTime(1_500_000_000);
    expect(rows('SELECT now(), clock_timestamp(), current_date')).toEqual([
      ['2026-01-01 00:00:01.5+00', '2026-01-01 00:00:01.5+00', '2026-01-01'],
    ]);
    const draw = () => rows('INSERT INTO notes (ratio) VALUES (random()) RETURNING id, ratio');
    const first = [draw(), draw()];
    expect(first[0]).not.toEqual(first[1]);
    database.reset(SHOP_SQL);
    session = database.openSession();
    expect([draw(), draw()]).toEqual(first);
  });
});
