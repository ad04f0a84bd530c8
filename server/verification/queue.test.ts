import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '#judge/report.ts';
import { type Database, type OpenDatabase, openDatabase } from '../database/open-database.ts';
import { verification } from '../database/schema.ts';
import { PostgresServer } from '../database/testing/postgres-server.ts';
import { endRun, enqueue, giveBack, type HeldRun, prolong, TRIES, takeRun } from './queue.ts';

const folder = mkdtempSync(join(tmpdir(), 'surge-queue-'));
let server: PostgresServer;
const opened: OpenDatabase[] = [];

beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(async () => {
  for (const { close } of opened) await close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const submitted = {
  challenge: 'n-plus-one',
  language: 'python' as const,
  files: { 'main.py': 'app = 1\n' },
  seed: 1,
  claimedHash: 'abc',
  claimedReport: null,
};
const report = (hash: string) => ({ verdict: 'report' as const, report: { hash } as Report });

describe.each<[string, () => Promise<OpenDatabase>]>([
  ['Postgres', async () => openDatabase({ url: await server.createDatabase() })],
  ['the embedded database', () => openDatabase({ folder })],
])('the queue of verifications in %s', (_, open) => {
  let db: Database;
  const rowOf = async (id: string) => (await db.select().from(verification).where(eq(verification.id, id)))[0];
  const take = async (): Promise<HeldRun> => {
    const run = await takeRun(db);
    if (!run) throw new Error('the queue is empty');
    return run;
  };
  /** As if nobody had prolonged it. */
  const letGo = (id: string) => db.update(verification).set({ heldUntil: sql`now()` }).where(eq(verification.id, id));

  beforeAll(async () => {
    const database = await open();
    opened.push(database);
    db = database.db;
  });
  beforeEach(async () => {
    await db.delete(verification);
  });

  it('gives each run to one holder, the oldest first', async () => {
    const ids = [await enqueue(db, submitted), await enqueue(db, submitted), await enqueue(db, submitted)];
    expect((await take()).id).toBe(ids[0]);
    expect((await Promise.all([take(), take()])).map(({ id }) => id).sort()).toEqual([ids[1], ids[2]].sort());
    expect(await takeRun(db)).toBeNull();
  });

  it.each([
    ['verified', report('abc'), { reportHash: 'abc', reason: null }],
    ['differs', report('xyz'), { reportHash: 'xyz' }],
    [
      'load-failed',
      { verdict: 'load failed' as const, message: 'SyntaxError', file: 'main.py', line: 3 },
      { report: null, reason: 'SyntaxError (main.py, line 3)' },
    ],
    [
      'not-verified',
      { verdict: 'not verified' as const, reason: 'it spoke out of turn' },
      { report: null, reason: 'it spoke out of turn' },
    ],
  ] as const)('ends a run as %s', async (state, judged, row) => {
    const id = await enqueue(db, submitted);
    expect(await endRun(db, await take(), judged)).toBe(true);
    expect(await rowOf(id)).toMatchObject({ state, heldBy: null, heldUntil: null, ...row });
    expect(await takeRun(db)).toBeNull();
  });

  it('verifies what nothing was claimed of', async () => {
    const id = await enqueue(db, { ...submitted, claimedHash: null });
    await endRun(db, await take(), report('xyz'));
    expect(await rowOf(id)).toMatchObject({ state: 'verified' });
  });

  it('gives a run to somebody else when its holder is silent, whose word counts no longer', async () => {
    const id = await enqueue(db, submitted);
    const first = await take();
    await letGo(id);
    const second = await take();
    expect(second).toMatchObject({ id, tries: 2 });
    expect(await prolong(db, first)).toBe(false);
    expect(await endRun(db, first, report('xyz'))).toBe(false);
    await giveBack(db, first, 'lost');
    expect(await rowOf(id)).toMatchObject({ state: 'running', heldBy: second.holder, reportHash: null });
    expect(await prolong(db, second)).toBe(true);
    expect(await endRun(db, second, report('abc'))).toBe(true);
  });

  it('ends a run whose judge is lost every time, and says so', async () => {
    const id = await enqueue(db, submitted);
    for (let tries = 1; tries <= TRIES; tries++) {
      expect(await take()).toMatchObject({ tries });
      await letGo(id);
    }
    expect(await takeRun(db)).toBeNull();
    expect(await rowOf(id)).toMatchObject({ state: 'not-verified', reason: 'the judge was lost in each of 3 runs' });
  });

  it('lets a lost run wait a little, and one that was stopped on purpose not; that costs no try', async () => {
    const id = await enqueue(db, submitted);
    await giveBack(db, await take(), 'stopping');
    const again = await take();
    expect(again).toMatchObject({ id, tries: 1 });
    await giveBack(db, again, 'lost');
    expect(await rowOf(id)).toMatchObject({ state: 'queued', tries: 1 });
    expect(await takeRun(db)).toBeNull();
    await db.update(verification).set({ dueAt: sql`now()` });
    expect(await take()).toMatchObject({ id, tries: 2 });
  });
});

it('gives no run to two of many verifiers', async () => {
  const url = await server.createDatabase();
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase({ url })));
  opened.push(...databases);
  const [{ db }] = databases as [OpenDatabase, OpenDatabase, OpenDatabase];
  const ids = await Promise.all(Array.from({ length: 40 }, () => enqueue(db, submitted)));
  const drain = async (mine: Database) => {
    const taken: string[] = [];
    for (let run = await takeRun(mine); run; run = await takeRun(mine)) taken.push(run.id);
    return taken;
  };
  const taken = (await Promise.all(databases.flatMap((each) => [drain(each.db), drain(each.db)]))).flat();
  expect(taken.sort()).toEqual(ids.sort());
});
