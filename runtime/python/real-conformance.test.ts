// The same cases on the real libraries, where a Python has them (Debian's packages, or a virtual environment that SURGE_PYTHON names) and a
// PostgreSQL is installed. Where they are not, the test says so and is skipped: nothing of the product needs them.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, type PrivatePostgres, startPostgres } from './conformance-real/private-postgres.ts';

const folder = join(import.meta.dirname, 'conformance');
const runner = join(import.meta.dirname, 'conformance-real/run_cases.py');
/** As the simulated world of conformance.test.ts has it. */
const SCHEMA =
  "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE items (id int PRIMARY KEY, stock int NOT NULL, name text); INSERT INTO items SELECT i, 100, 'item ' || i FROM generate_series(1, 1000) AS i;";
/** What these cases are about is the simulator's own: tools on virtual time, processes and threads that are modelled. */
const SIMULATED_ONLY = new Set(['tools_cases.py', 'executors_cases.py']);
/** Files that are about newer versions than Debian's throughout; single cases are in run_cases.py. */
const FIRST_VERSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'pydantic_cases.py': { pydantic: '2.0' },
  'sqlalchemy_orm_cases.py': { sqlalchemy: '2.0' },
  'redis_cases.py': { redis: '8.0' },
};
/** Drivers that SQLAlchemy loads by the name in a URL. */
const DRIVERS: Readonly<Record<string, readonly string[]>> = { 'sqlalchemy_sync_cases.py': ['psycopg2'] };
const MINUTES_2 = 120_000;

const python = [process.env.SURGE_PYTHON, '/usr/bin/python3', 'python3'].find(
  (candidate) => candidate && spawnSync(candidate, ['-c', 'pass']).status === 0,
);
const postgres = findPostgres();

/** Libraries of a file that this Python does not have, or has too old. */
function missing(file: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const imported = [...text.matchAll(/^(?:import|from) ([a-z_0-9]+)/gm)].map(([, name]) => name as string);
  const names = [...imported, ...(DRIVERS[file] ?? [])];
  const program = `
import importlib, json, sys
missing = []
for name, first in json.loads(sys.argv[1]):
    try:
        module = importlib.import_module(name)
    except ImportError:
        missing.append(name)
        continue
    have = getattr(module, "__version__", None) or getattr(module, "VERSION", None)
    if first and [int(part) for part in str(have).split(".")[:2]] < [int(part) for part in first.split(".")]:
        missing.append(f"{name} {first}")
print(json.dumps(missing))`;
  const wanted = [...new Set(names)].filter((name) => name !== 'asgi_call').map((name) => [name, FIRST_VERSIONS[file]?.[name] ?? null]);
  const { stdout } = spawnSync(python as string, ['-c', program, JSON.stringify(wanted)]);
  return JSON.parse(stdout.toString() || '["?"]') as string[];
}

const files = readdirSync(folder).filter((name) => name.endsWith('_cases.py') && !SIMULATED_ONLY.has(name));
const reasons = new Map(files.map((file) => [file, python && postgres ? missing(file).join(', ') : 'a Python and a PostgreSQL']));
const runnable = files.filter((file) => reasons.get(file) === '');

describe('the cases on real libraries', () => {
  let server: PrivatePostgres;
  beforeAll(async () => {
    if (runnable.length > 0) server = await startPostgres(postgres as string, SCHEMA);
  });
  afterAll(() => server?.stop());

  for (const file of files) {
    const reason = reasons.get(file);
    it.skipIf(reason !== '')(
      `hold in ${file}${reason === '' ? '' : `: not run, needs ${reason}`}`,
      () => {
        server.run(SCHEMA);
        const { stdout, stderr, signal } = spawnSync(python as string, [runner, folder, file.replace('.py', '')], {
          env: { ...process.env, DSN: server.dsn },
          timeout: MINUTES_2,
        });
        const lines = stdout.toString().split('\n');
        expect({ signal, failed: lines.filter((line) => line.startsWith('FAIL ')) }, stderr.toString().slice(-500)).toEqual({
          signal: null,
          failed: [],
        });
        expect(lines.filter((line) => line.startsWith('PASS ')).length).toBeGreaterThan(10);
      },
      MINUTES_2 + 10_000,
    );
  }
});
