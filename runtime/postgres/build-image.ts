// Makes the data directory from which every Postgres starts: initdb once, the application's role, pg_sleep replaced by a
// function that tells the host how long it would have slept, and what reports locks. Runs at build time, in Node.
import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { INSTALL_REPORTS } from './lock-reports.ts';
import { findPgliteFiles, readPgliteAssets } from './node-assets.ts';
import { SERVER_ARGUMENTS } from './server-arguments.ts';
import { SLEEP_SQLSTATE } from './sleep-notice.ts';

/** Where the build puts the image, relative to the repository. Not compressed: it loads faster, servers compress it. */
export const POSTGRES_IMAGE_PATH = '.cache/postgres/image.tar';

const PREPARE = [
  'CREATE ROLE app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE',
  'REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC',
  'ALTER FUNCTION pg_catalog.pg_sleep(double precision) RENAME TO pg_sleep_by_wall_clock',
  'REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep_by_wall_clock(double precision) FROM PUBLIC',
  `CREATE FUNCTION pg_catalog.pg_sleep(seconds double precision) RETURNS void
     LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE COST 1 AS $$
     BEGIN
       IF seconds > 0 THEN
         RAISE INFO '%', seconds USING ERRCODE = '${SLEEP_SQLSTATE}';
       END IF;
     END $$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.pg_sleep_for(interval) RETURNS void
     LANGUAGE sql VOLATILE STRICT PARALLEL SAFE COST 1 AS
     'SELECT pg_catalog.pg_sleep(extract(epoch from pg_catalog.clock_timestamp() + $1)::double precision
        - extract(epoch from pg_catalog.clock_timestamp())::double precision)'`,
  `CREATE OR REPLACE FUNCTION pg_catalog.pg_sleep_until(timestamp with time zone) RETURNS void
     LANGUAGE sql VOLATILE STRICT PARALLEL SAFE COST 1 AS
     'SELECT pg_catalog.pg_sleep(extract(epoch from $1)::double precision
        - extract(epoch from pg_catalog.clock_timestamp())::double precision)'`,
  // With these the application could become the owner, and then read what it must not see.
  'REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC',
  'REVOKE USAGE ON LANGUAGE plpgsql, sql FROM PUBLIC',
  INSTALL_REPORTS,
  'VACUUM (FREEZE, ANALYZE)',
  'CHECKPOINT',
];

export async function buildPostgresImage(): Promise<Uint8Array> {
  const { wasmModule, dataBundle } = readPgliteAssets();
  const pg = await PGlite.create({
    pgliteWasmModule: wasmModule,
    initdbWasmModule: new WebAssembly.Module(readFileSync(findPgliteFiles().initdbWasm)),
    fsBundle: new Blob([dataBundle as BlobPart]),
    startParams: [...SERVER_ARGUMENTS],
    // Small write-ahead files: they are part of the image and of every snapshot.
    initDbStartParams: ['--wal-segsize=1'],
  });
  for (const statement of PREPARE) await pg.exec(statement);
  const image = await pg.dumpDataDir('none');
  await pg.close();
  return new Uint8Array(await image.arrayBuffer());
}
