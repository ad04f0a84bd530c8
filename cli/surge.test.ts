import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const REPOSITORY = fileURLToPath(new URL('../', import.meta.url));
const TSX = join(REPOSITORY, 'node_modules/tsx/dist/cli.mjs');

function surge(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'surge-cli-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const env = { ...process.env, npm_lifecycle_event: 'test' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [TSX, join(REPOSITORY, 'cli/surge.ts'), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('surge', () => {
  it('lists the challenges', () => {
    const { status, stdout } = surge(['list']);
    expect(status).toBe(0);
    expect(stdout).toContain('n-plus-one');
    // No colours where there is no terminal.
    expect(stdout).not.toContain(String.fromCharCode(27));
  });

  it('shows its help without an error', () => {
    expect(surge(['--help'])).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    [[], 'Usage: surge'],
    [['climb'], "unknown command 'climb'"],
    [['run'], "missing required argument 'challenge'"],
    [['run', 'nothing'], 'no challenge "nothing"; there are: '],
    [['run', 'n-plus-one', '--lang', 'cobol'], '--lang: "cobol" is not a language'],
    [['run', 'n-plus-one', '--lang', 'typescript', '--file', 'cli/bench/five-queries.py'], 'five-queries.py: no such file or folder'],
    [['run', 'n-plus-one', '--seed', 'x'], "option '--seed <n>' argument 'x' is invalid. It must be a number."],
    [['run', 'n-plus-one', '--simulated', '33'], '--simulated: the fleet has 32 workers'],
    [['run', 'n-plus-one', '--file', 'gone.py'], 'gone.py: no such file or folder'],
    [['run', 'n-plus-one', '--reference', '--trap', 'stale-cache'], 'exclude each other'],
    [['run', 'n-plus-one', '--trap', 'none'], 'n-plus-one has no trap "none"; there are: gather-single-rows'],
    [['check', 'nothing'], 'no challenge "nothing"'],
    [['check', 'n-plus-one', '--lang', 'cobol'], '--lang: "cobol" is not a language'],
    [['bench', '--lang', 'cobol'], '--lang: "cobol" is not a language'],
    [['sim', 'app.py', '--rate', '3'], "required option '--world <file>' not specified"],
    [['sim', 'app.py', '--world', 'w.json', '--rate', '3,-1'], 'It must be more than 0.'],
    [['sim', 'app.py', '--world', 'w.json', '--rate', '3', '--seconds', '0'], 'It must be more than 0.'],
  ])('%j is bad usage and says why', (args, message) => {
    const { status, stderr, stdout } = surge(args);
    expect(stderr).toContain(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it.each([
    ['{ "workers": { "cout": 1 } }', 'w.json: workers.cout: unknown field'],
    [
      '{ "services": { "http://x": { "latency": { "fixedMs": -1 } } } }',
      'w.json: services["http://x"].latency.fixedMs: must be at least 0',
    ],
    ['{ "database": { "schema": "gone.sql" } }', 'w.json: database.schema: there is no file gone.sql beside the world file'],
    ['{ "workers": ', 'w.json: is not JSON'],
  ])('the world %s is refused by its field', (world, message) => {
    const { status, stderr } = surge(['sim', 'app.py', '--world', 'w.json', '--rate', '3'], { 'w.json': world, 'app.py': 'app = 1\n' });
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  it.each([
    [{ 'app.txt': '' }, 'app.txt', 'app.txt: not a Python or TypeScript program; the name must end in .py or .ts'],
    [{ 'app/README.md': '' }, 'app', 'app: holds no .py or .ts file'],
    [{ 'app/a.py': '', 'app/b.py': '' }, 'app', 'app: holds none of main.py, app.py, app/main.py'],
    [{ 'app/a.ts': '', 'app/b.ts': '' }, 'app', 'app: holds none of main.ts, main.mts, main.js, main.mjs, app.ts'],
    [{ 'app.py': 'x'.repeat(1_000_001) }, 'app.py', 'app.py: the program is too large'],
  ])('a program that cannot be read is bad usage: %#', (files, path, message) => {
    const { status, stderr } = surge(['sim', path, '--world', 'w.json', '--rate', '3'], { 'w.json': '{}', ...files });
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});
