import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FolderInUse } from './folder-lock.ts';
import { type DatabasePlace, openDatabase } from './open-database.ts';
import { verification } from './schema.ts';
import { PostgresServer } from './testing/postgres-server.ts';

const submitted = { challenge: 'n-plus-one', language: 'python' as const, files: { 'main.py': 'naïve 字\n' }, seed: 1 };
const folders: string[] = [];
let server: PostgresServer;

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'surge-data-'));
  folders.push(folder);
  return folder;
}

beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(async () => {
  await server.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.each<[string, () => Promise<DatabasePlace>]>([
  ['a Postgres', async () => ({ url: await server.createDatabase() })],
  ['the embedded database', async () => ({ folder: emptyFolder() })],
])('%s', (_, newPlace) => {
  it('keeps what was written for the next process, and migrates only once', async () => {
    const place = await newPlace();
    const first = await openDatabase(place);
    const bytes = Uint8Array.of(0, 255, 10);
    const [row] = await first.db
      .insert(verification)
      .values({ ...submitted, claimedReport: bytes })
      .returning();
    await first.close();
    const second = await openDatabase(place);
    const [read] = await second.db
      .select()
      .from(verification)
      .where(eq(verification.id, row?.id ?? ''));
    await second.close();
    expect(read).toMatchObject({ ...submitted, state: 'queued', tries: 0 });
    expect(Uint8Array.from(read?.claimedReport ?? [])).toEqual(bytes);
  });

  it('refuses a row that says it runs and is held by nobody', async () => {
    const { db, close } = await openDatabase(await newPlace());
    await expect(db.insert(verification).values({ ...submitted, state: 'running' })).rejects.toThrow();
    await close();
  });
});

it('is brought up to date once where several processes start at the same time', async () => {
  const url = await server.createDatabase();
  const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ url })));
  await Promise.all(opened.map(({ db }) => db.insert(verification).values(submitted)));
  expect(await opened[0]?.db.$count(verification)).toBe(4);
  await Promise.all(opened.map(({ close }) => close()));
});

describe('the folder of the embedded database', () => {
  it('is open in one place at a time, and free again afterwards', async () => {
    const folder = emptyFolder();
    const first = await openDatabase({ folder });
    const second = openDatabase({ folder });
    await expect(second).rejects.toThrow(FolderInUse);
    await expect(second).rejects.toThrow(/is open in another process.*DATABASE_URL/);
    await first.close();
    const third = await openDatabase({ folder });
    await third.close();
  });
});
