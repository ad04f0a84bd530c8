// pg and ioredis against the real ones: what each program prints was recorded with them (record-drivers.ts).
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { printedInWorld, worldWith } from '../testing/run-in-world.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'drivers');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const programs = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -'.txt'.length));
const world = worldWith(read('schema.sql'));

describe('prints what it prints with the real library', () => {
  it.each(programs)('%s', async (program) => {
    const lines = await printedInWorld(read(`${program}.ts`), { world, seconds: 3 }, { 'show.ts': read('show.ts') });
    expect(lines).toEqual(read(`${program}.txt`).trimEnd().split('\n'));
  });
});
