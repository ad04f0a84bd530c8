// The editor offers what the simulator has: stubs and stand-ins have the same names, and take the same parameters.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PyodideInterface } from 'pyodide';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadInterpreter } from './node-python.ts';

const stubs = join(import.meta.dirname, 'stubs');
/** Stand-ins, and libraries that are taken as they are. */
const SOURCES = ['shims', 'vendor'].map((folder) => join(import.meta.dirname, folder));

/** What a stand-in has for its own use under a public name. */
const INTERNAL = readFileSync(join(import.meta.dirname, 'testing/internal-names.txt'), 'utf8').split(/\s+/);

let python: PyodideInterface;
beforeAll(async () => {
  python = await loadInterpreter();
  for (const entry of readdirSync(stubs, { withFileTypes: true, recursive: true })) {
    if (!entry.name.endsWith('.pyi')) continue;
    const path = join(entry.parentPath, entry.name);
    const target = path.replace(stubs, '/stubs');
    python.FS.mkdirTree(target.slice(0, target.lastIndexOf('/')));
    python.FS.writeFile(target, readFileSync(path, 'utf8'));
  }
  python.runPython(readFileSync(join(import.meta.dirname, 'testing/compare_stubs.py'), 'utf8'));
});

/** Of these the stubs describe what programs use; the stand-in has more. */
const IN_PART = ['cachetools', 'psycopg', 'psycopg2', 'psycopg_pool', 'redis', 'sqlalchemy', 'tenacity'];

const libraries = readdirSync(stubs, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe('stubs and stand-ins', () => {
  for (const library of libraries) {
    // A library whose stand-in is not there is not offered by the editor either (cli/assets/language-server.ts).
    it.skipIf(!SOURCES.some((folder) => existsSync(join(folder, library))))(`of ${library} have the same names`, () => {
      const internal = IN_PART.includes(library) ? [`${library}*`] : INTERNAL;
      python.globals.set('arguments', python.toPy(['/stubs', library, internal]));
      expect(JSON.parse(python.runPython('import json; json.dumps(compare(*arguments))'))).toEqual([]);
    });
  }
});
