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
/** Was it answered from memory? */
function fromMemory(sql: string, ...params: unknown[]): boolean {
  const { misses } = database.memo;
  run(sql, ...params);
  return database.memo.misses === misses;
}
function again() {
  database.reset(SHOP_SQL);
  session = database.openSession();
}

describe('answers from memory', () => {
  test('have the same id, and only the same id', () => {
    const first = run('SELECT * FROM items WHERE id = $1', 1);
    expect(run('SELECT * FROM items WHERE id = $1', 1).resultId).toBe(first.resultId);
    expect(run('SELECT * FROM items WHERE id = $1', 2).resultId).not.toBe(first.resultId);
    expect(first.resultId).toBeGreaterThan(0);
  });

  test('end with a write of their table and with no other', () => {
    for (const sql of ['SELECT stock FROM items WHERE id = 1', 'SELECT count(*) FROM orders']) run(sql);
    expect(fromMemory('SELECT stock FROM items WHERE id = 1')).toBe(true);
    run('UPDATE items SET stock = 4 WHERE id = 1');
    expect(run('SELECT stock FROM items WHERE id = 1').json.rows).toEqual([['4']]);
    // items points at orders: Postgres may have locked rows there, but their contents are the same.
    expect(fromMemory('SELECT count(*) FROM orders')).toBe(true);
    database.ownerExecute('UPDATE pricing.prices SET price = 1 WHERE sku = 1');
    expect(fromMemory('SELECT stock FROM items WHERE id = 1')).toBe(true);
    database.ownerExecute('UPDATE items SET stock = 2 WHERE id = 1');
    expect(run('SELECT stock FROM items WHERE id = 1').json.rows).toEqual([['2']]);
    expect(database.ownerQuery('SELECT price FROM pricing.prices WHERE sku = 1', [])).toEqual(['1.00']);
  });

  test('end with writes that a plan does not name: cascades, triggers, partitions, functions, views', () => {
    database.reset(`
      CREATE TABLE parents (id int PRIMARY KEY);
      CREATE TABLE children (id int PRIMARY KEY, parent int REFERENCES parents ON DELETE CASCADE);
      CREATE TABLE audit (n int);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO audit VALUES (1); RETURN NULL; END';
      CREATE TABLE watched (id int);
      CREATE TRIGGER t AFTER INSERT ON watched FOR EACH STATEMENT EXECUTE FUNCTION note();
      CREATE TABLE parts (id int) PARTITION BY RANGE (id);
      CREATE TABLE parts_low PARTITION OF parts FOR VALUES FROM (0) TO (10);
      CREATE FUNCTION place() RETURNS int LANGUAGE plpgsql AS 'BEGIN INSERT INTO audit VALUES (2); RETURN 7; END';
      CREATE FUNCTION audited() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM audit';
      CREATE VIEW seen AS SELECT count(*) FROM audit;
      INSERT INTO parents VALUES (1), (2); INSERT INTO children VALUES (1, 1), (2, 2);`);
    session = database.openSession();
    const count = (table: string) => run(`SELECT count(*) FROM ${table}`).json.rows[0][0];
    expect([count('children'), count('audit'), count('parts_low')]).toEqual(['2', '0', '0']);
    expect(run('SELECT audited(), count FROM seen').json.rows).toEqual([['0', '0']]);
    run('DELETE FROM parents WHERE id = 1');
    run('INSERT INTO watched VALUES (1)');
    run('INSERT INTO parts VALUES (3)');
    expect([count('children'), count('audit'), count('parts_low')]).toEqual(['1', '1', '1']);
    expect(run('SELECT place()')).toMatchObject({ wrote: true, json: { rows: [['7']] } });
    expect(count('audit')).toBe('2');
    expect(run('SELECT audited(), count FROM seen').json.rows).toEqual([['2', '2']]);
  });

  test.each([
    'SELECT now()',
    'SELECT random()',
    'SELECT current_timestamp FROM items',
    "SELECT nextval('orders_id_seq')",
    "SELECT 'now'::timestamptz",
    'SELECT gen_random_uuid()',
    'SELECT last_value FROM orders_id_seq',
  ])('are not given for %s', (sql) => {
    run(sql);
    expect(fromMemory(sql)).toBe(false);
    expect(run(sql).resultId).toBe(0);
  });

  test('are not given for rows that are locked, in an aborted transaction, or under other settings', () => {
    run('SELECT * FROM items WHERE id = 1 FOR UPDATE');
    expect(fromMemory('SELECT * FROM items WHERE id = 1 FOR UPDATE')).toBe(false);
    run("SELECT timestamptz '2026-01-01 00:00+00' FROM items WHERE id = 1");
    run("SET TimeZone = 'Asia/Tokyo'");
    expect(run("SELECT timestamptz '2026-01-01 00:00+00' FROM items WHERE id = 1").json.rows).toEqual([['2026-01-01 09:00:00+09']]);
  });

  test('end with CREATE INDEX, ALTER TABLE and the like', () => {
    const before = run('SELECT * FROM items WHERE order_id = 3').planCost;
    run('CREATE INDEX ON items (order_id)');
    expect(run('SELECT * FROM items WHERE order_id = 3').planCost).toBeLessThan(before);
    run('ALTER TABLE items ADD COLUMN extra int DEFAULT 1');
    expect(run('SELECT * FROM items WHERE order_id = 3').json.columns).toHaveLength(4);
  });
});

describe('a reset', () => {
  test('to the same schema keeps answers of the first state', () => {
    const first = run('SELECT * FROM items WHERE id = 1');
    run('UPDATE items SET stock = 0 WHERE id = 1');
    again();
    expect(run('SELECT * FROM items WHERE id = 1').resultId).toBe(first.resultId);
  });

  test('brings rows, sequences, types, statistics and versions back', () => {
    const version = database.version;
    const probe = () =>
      [
        'SELECT id, mood FROM orders ORDER BY ctid LIMIT 3',
        "SELECT relname, relpages, reltuples, oid FROM pg_class WHERE relname IN ('orders', 'items', 'items_pkey') ORDER BY 1",
        'SELECT tablename, attname, n_distinct, most_common_freqs, histogram_bounds, correlation FROM pg_stats WHERE schemaname = $$public$$ ORDER BY 1, 2',
        'SELECT * FROM items JOIN orders ON orders.id = order_id WHERE items.id < 900',
        "INSERT INTO orders (customer) VALUES ('next') RETURNING id, xmin, tableoid",
      ].map((sql) => {
        const { text, planCost, bytes } = run(sql);
        return { text, planCost, bytes };
      });
    const first = probe();
    run('DELETE FROM items WHERE id > 100');
    run('DROP TABLE items');
    run('CREATE TABLE items (other text)');
    again();
    expect(database.version).toBe(version);
    database.memo.dropKept();
    expect(probe()).toEqual(first);
  });

  test('to another schema and back gives the same answers as at first', () => {
    const probe = () => run('SELECT tableoid, ctid, * FROM items WHERE order_id = 5').text;
    const first = probe();
    database.reset('CREATE TABLE other (id int)');
    session = database.openSession();
    expect(run('SELECT * FROM items').json.sqlstate).toBe('42P01');
    again();
    expect(probe()).toBe(first);
  });
});

describe('what is remembered changes no answer', () => {
  /** A stage with reads, writes, rollbacks and errors in a fixed order: rows, their order, costs, times. */
  function stage(): unknown[] {
    again();
    const other = database.openSession();
    const answers: unknown[] = [];
    const ask = (who: number, sql: string, ...params: unknown[]) => {
      const { ok, text, rows, bytes, planCost, sleepMs, wrote } = database.run(who, sql, JSON.stringify(params));
      answers.push({ ok, text, rows, bytes, planCost, sleepMs, wrote });
    };
    for (let i = 0; i < 60; i++) {
      database.setVirtualTime(i * 1e6);
      ask(session, 'SELECT * FROM items WHERE order_id = $1', 1 + (i % 7));
      if (i % 3 === 0) ask(other, 'BEGIN');
      ask(other, 'UPDATE items SET stock = stock + 1 WHERE order_id = $1 RETURNING *', 1 + (i % 11));
      ask(session, 'SELECT * FROM items WHERE stock > 10');
      if (i % 3 === 2) ask(other, i % 2 === 0 ? 'COMMIT' : 'ROLLBACK');
      if (i % 10 === 9) ask(session, "INSERT INTO orders (customer) VALUES ('customer 1')");
      ask(session, 'SELECT id, customer FROM orders WHERE id < $1', 40 + (i % 5));
      ask(session, 'SELECT count(*) FROM items WHERE id < $1', 40 + (i % 5));
    }
    answers.push(database.ownerQuery('SELECT md5(string_agg(i::text, $1)) FROM items i', [',']));
    return answers;
  }

  test('with an empty memory, a warm one and one that is dropped half-way', () => {
    const cold = stage();
    expect(stage()).toEqual(cold);
    database.memo.dropKept();
    expect(stage()).toEqual(cold);
    run('SELECT * FROM items WHERE order_id = 3');
    run('DELETE FROM items WHERE order_id = 4');
    expect(stage()).toEqual(cold);
  });

  test('with a memory of ten answers', async () => {
    const small = await openNodePostgres(undefined, { memoLimits: { answers: 10, characters: 20_000 } });
    small.reset(SHOP_SQL);
    const client = small.openSession();
    for (let i = 0; i < 50; i++) {
      const sql = 'SELECT * FROM items WHERE id = $1';
      expect(small.run(client, sql, `[${i + 1}]`).text).toBe(run(sql, i + 1).text);
    }
    await small.close();
  });
});
