// The one door to the database: a Postgres where DATABASE_URL names one, else one embedded in this process that keeps its files in a folder.
// Either is brought up to the newest migration before anything else sees it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import { migrate as migrateEmbedded } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { lockFolder } from './folder-lock.ts';
import * as schema from './schema.ts';

export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface OpenDatabase {
  readonly db: Database;
  readonly kind: 'postgres' | 'embedded';
  close(): Promise<void>;
}

export interface DatabasePlace {
  /** postgres://user:password@host:port/name; absent or empty: embedded. */
  readonly url?: string | undefined;
  /** Of the embedded one; made if need be. */
  readonly folder?: string;
}

export const EMBEDDED_FOLDER = '.data';
const MIGRATIONS = join('server', 'database', 'migrations');
/** "surge", as a number: of processes that start at once, one migrates. */
const MIGRATION_LOCK = 0x73757267;

export function placeFromEnvironment(env: NodeJS.ProcessEnv = process.env): DatabasePlace {
  return { url: env.DATABASE_URL };
}

export function openDatabase(place: DatabasePlace = placeFromEnvironment()): Promise<OpenDatabase> {
  return place.url ? openPostgres(place.url) : openEmbedded(place.folder ?? EMBEDDED_FOLDER);
}

async function openPostgres(url: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({ connectionString: url, max: 10, application_name: 'surge' });
  // A connection that breaks while it is idle is replaced; without a listener it would end the process.
  pool.on('error', () => {});
  try {
    const client = await pool.connect();
    try {
      await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await migratePostgres(drizzlePostgres(client, { schema }), { migrationsFolder: MIGRATIONS });
    } finally {
      // The lock goes with its connection.
      client.release(true);
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { db: drizzlePostgres(pool, { schema }), kind: 'postgres', close: () => pool.end() };
}

async function openEmbedded(folder: string): Promise<OpenDatabase> {
  await mkdir(folder, { recursive: true });
  const lock = await lockFolder(folder);
  try {
    const client = await PGlite.create(join(folder, 'postgres'));
    const db = drizzleEmbedded(client, { schema });
    await migrateEmbedded(db, { migrationsFolder: MIGRATIONS });
    const close = async () => {
      await client.close();
      await lock.release();
    };
    return { db, kind: 'embedded', close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
