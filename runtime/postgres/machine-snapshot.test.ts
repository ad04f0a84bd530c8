import { readFileSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { describe, expect, it } from 'vitest';
import { readPgliteAssets } from './node-assets.ts';
import { ensurePostgresImage } from './node-postgres.ts';
import { PostgresMachine } from './postgres-machine.ts';

const machine = await PostgresMachine.start({ ...readPgliteAssets(), image: readFileSync(await ensurePostgresImage()) });
const { module, host } = ((opened: unknown) => {
  const inside = opened as { pg: PGlite; host: { breakBytes(): number } };
  return { module: inside.pg.Module, host: inside.host };
})(machine);

const WORK = `
  CREATE TABLE grown (id int PRIMARY KEY, name text);
  INSERT INTO grown SELECT n, repeat('x', 100) FROM generate_series(1, 20000) AS n;
  CREATE INDEX ON grown (name, id);
  SELECT string_agg(name, ',' ORDER BY id) FROM grown;
  SELECT count(*) FROM grown a JOIN grown b USING (id);`;

describe('a snapshot of the Postgres machine', () => {
  it('finds nothing above the program break, after work that took much memory and gave it back', () => {
    const before = host.breakBytes();
    machine.command(WORK);
    const after = host.breakBytes();
    expect(after).toBeGreaterThan(before);
    expect(after).toBeLessThan(module.HEAPU8.length);
    const above = module.HEAPU8.subarray(after);
    expect(Buffer.compare(above, new Uint8Array(above.length))).toBe(0);
    // The canary: below it lies something to the very last pages.
    expect(Buffer.compare(module.HEAPU8.subarray(after - 1_000_000, after), new Uint8Array(1_000_000))).not.toBe(0);
  });

  it('brings back every byte of memory', () => {
    const state = machine.snapshot();
    const memory = module.HEAPU8.slice();
    machine.command(WORK.replaceAll('grown', 'more'));
    expect(Buffer.compare(module.HEAPU8, memory)).not.toBe(0);
    machine.restore(state);
    expect(Buffer.compare(module.HEAPU8, memory)).toBe(0);
  });
});
