// The editor offers what the simulator has: stubs and stand-ins have the same names, and take the same parameters.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadPyodide, type PyodideInterface } from 'pyodide';
import { beforeAll, describe, expect, it } from 'vitest';
import { pyodideFolder, readPythonSources } from './build-snapshot.ts';
import { KERNEL_FOLDER, PYTHON_ENVIRONMENT } from './python-sources.ts';

const stubs = join(import.meta.dirname, 'stubs');
/** Stand-ins, and libraries that are taken as they are. */
const SOURCES = ['shims', 'vendor'].map((folder) => join(import.meta.dirname, folder));

/** What a stand-in has for its own use or to refuse it, and relationships, which stubs cannot tell from columns. */
const EXCEPTIONS = readFileSync(join(import.meta.dirname, 'testing/stub-exceptions.txt'), 'utf8').split(/\s+/);

let python: PyodideInterface;
beforeAll(async () => {
  python = await loadPyodide({ indexURL: `${pyodideFolder}/`, env: { ...PYTHON_ENVIRONMENT }, enableRunUntilComplete: false });
  const write = (path: string, text: string) => {
    python.FS.mkdirTree(dirname(path));
    python.FS.writeFile(path, text);
  };
  for (const [path, text] of readPythonSources()) write(`${KERNEL_FOLDER}/${path}`, text);
  for (const entry of readdirSync(stubs, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.name.endsWith('.pyi')) write(path.replace(stubs, '/stubs'), readFileSync(path, 'utf8'));
  }
  python.runPython(`import sys; sys.path.insert(0, ${JSON.stringify(KERNEL_FOLDER)})`);
  python.runPython(readFileSync(join(import.meta.dirname, 'testing/compare_stubs.py'), 'utf8'));
});

/** Of these the stubs describe what programs use; the stand-in has more. */
const IN_PART = ['anyio', 'backoff', 'cachetools', 'psycopg', 'psycopg2', 'psycopg_pool', 'redis', 'sqlalchemy', 'tenacity'];

const libraries = readdirSync(stubs, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe('stubs and stand-ins', () => {
  for (const library of libraries) {
    // A library whose stand-in is not there is not offered by the editor either (cli/assets/language-server.ts).
    it.skipIf(!SOURCES.some((folder) => existsSync(join(folder, library))))(`of ${library} have the same names`, () => {
      python.globals.set('arguments', python.toPy(['/stubs', library, EXCEPTIONS, IN_PART.includes(library)]));
      expect(JSON.parse(python.runPython('import json; json.dumps(compare(*arguments))'))).toEqual([]);
    });
  }
});
