import { beforeEach, describe, expect, it } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import { createResponseChecker, type ResponseChecker } from './check-response.ts';
import { isSameJson } from './expected-answers.ts';
import { buildTask, WORLD } from './testing/task-builder.ts';

const SECOND = 1e9;

/** Prices by key; "price 3 = 7" as the owner's SQL or the guest's sets one. */
class FakeDatabase implements DatabasePort {
  version = 0;
  queries = 0;
  #prices = new Map<number, number>();

  reset(): void {
    this.#prices = new Map(Array.from({ length: 20 }, (_, i) => [i + 1, i + 1]));
    this.version = 0;
  }
  openSession(): number {
    return 1;
  }
  closeSession(): void {}
  run(_session: number, sql: string) {
    this.ownerExecute(sql);
    return { ok: true, resultId: 0, text: '[]', rows: 0, changedRows: 0, bytes: 0, planCost: 1, sleepMs: 0, wrote: true };
  }
  ownerQuery(sql: string): (string | null)[] {
    this.queries += 1;
    const [, first = 0, last = 0] = /generate_series\((\d+), (\d+)\)/.exec(sql)?.map(Number) ?? [];
    expect(sql).toContain('WHERE id = surge_load.key');
    return Array.from({ length: last - first + 1 }, (_, i) => {
      const price = this.#prices.get(first + i);
      return price === undefined ? null : `{"id": ${first + i}, "price": ${price}}`;
    });
  }
  runMany(session: number, sql: string) {
    return this.run(session, sql);
  }
  inTransaction(): boolean {
    return false;
  }
  abortTransaction(): void {}
  timeouts() {
    return { statementMs: 0, lockMs: 0 };
  }
  setVirtualTime(): void {}
  ownerExecute(sql: string): void {
    const [, key, price] = /price (\d+) = (\d+)/.exec(sql) ?? [];
    this.#prices.set(Number(key), Number(price));
    this.version += 1;
  }
}

describe('checking answers', () => {
  let database: FakeDatabase;
  let checker: ResponseChecker;
  const task = buildTask({ world: { ...WORLD, events: [{ atMs: 500, sql: 'price 3 = 30' }] } });
  const stage = { offeredRps: 2000, seconds: 2, warmupSeconds: 1 };
  const check = (key: number, body: string, arrivedS: number, answeredS = arrivedS + 0.01) =>
    checker.check({ request: 0, key, status: 200, body, arrivedNs: arrivedS * SECOND, answeredNs: answeredS * SECOND });
  /** The event of the task: 500 ms into the window that begins after 1 s of warm-up. */
  const changePrice = () => checker.database.ownerExecute('price 3 = 30');

  beforeEach(() => {
    database = new FakeDatabase();
    checker = createResponseChecker(task, database);
    checker.startStage(stage);
  });

  it('accepts any spelling of the right JSON and nothing else', () => {
    expect(check(3, '{"id":3,"price":3}', 1)).toBe('right');
    expect(check(3, '{"price":3.0,"id":3}', 1)).toBe('right');
    expect(check(3, '{"id":3,"price":"3"}', 1)).toBe('wrong');
    expect(check(3, '{"id":3}', 1)).toBe('wrong');
    expect(check(3, 'not json', 1)).toBe('wrong');
    expect(check(4, '{"id":3,"price":3}', 1)).toBe('wrong');
  });

  it('asks the database once for all keys, not once for each answer', () => {
    const before = database.queries;
    for (let i = 0; i < 100; i++) check((i % 20) + 1, `{"id":${(i % 20) + 1},"price":${(i % 20) + 1}}`, 1);
    expect(database.queries).toBe(before);
    checker.startStage(stage);
    changePrice();
    checker.startStage(stage);
    changePrice();
    // One more for the state after the event, which is the same in every stage.
    expect(database.queries).toBe(before + 1);
  });

  it('accepts an old body while it is young enough, and calls it stale afterwards', () => {
    changePrice();
    const old = '{"id":3,"price":3}';
    expect(check(3, old, 1.4, 1.6)).toBe('right');
    expect(check(3, old, 1.99)).toBe('right');
    expect(check(3, old, 2.01)).toBe('stale');
    expect(check(3, '{"id":3,"price":30}', 2.01)).toBe('right');
    expect(check(3, '{"id":3,"price":31}', 2.01)).toBe('wrong');
    expect(checker.wrongExample()).toMatchObject({ verdict: 'stale', request: 'GET /orders/3', answered: old });
  });

  it('starts every stage with the data of the schema', () => {
    changePrice();
    checker.startStage(stage);
    expect(check(3, '{"id":3,"price":3}', 2.5)).toBe('right');
    expect(check(3, '{"id":3,"price":30}', 2.5)).toBe('wrong');
  });

  it("follows what the guest itself writes, in the guest's favour at the moment of change", () => {
    checker.database.run(1, 'price 5 = 55', '[]');
    expect(check(5, '{"id":5,"price":5}', 1)).toBe('right');
    expect(check(5, '{"id":5,"price":55}', 1.1)).toBe('right');
    expect(check(5, '{"id":5,"price":5}', 1.9)).toBe('stale');
  });

  it('knows that a key without a row has no right 2xx answer', () => {
    checker = createResponseChecker(
      buildTask({ world: { ...WORLD, load: { ...WORLD.load, keys: { count: 30, zipf: 0, first: 1 } } } }),
      database,
    );
    checker.startStage(stage);
    expect(check(25, 'null', 1)).toBe('wrong');
  });

  it('calls every answer right for which nothing is declared', () => {
    checker = createResponseChecker(buildTask({ expected: [] }), database);
    checker.startStage(stage);
    expect(check(3, 'anything', 1)).toBe('right');
  });
});

describe('equality of JSON', () => {
  it('ignores the order of keys, heeds the order of items, and tells types apart', () => {
    expect(isSameJson({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1.0 })).toBe(true);
    expect(isSameJson([1, 2], [2, 1])).toBe(false);
    expect(isSameJson({ a: 1 }, [1])).toBe(false);
    expect(isSameJson(null, {})).toBe(false);
    expect(isSameJson({ a: undefined }, { b: undefined })).toBe(false);
    expect(isSameJson(0.1 + 0.2, 0.3)).toBe(false);
  });
});
