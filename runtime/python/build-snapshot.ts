// Makes the memory snapshot from which every interpreter starts: CPython with the kernel and all shims imported.
// Node makes it, and it then serves Node and browsers: a snapshot made where stack switching exists (Deno, Chromium)
// does not load where it does not, and we never switch stacks (docs/decisions/0002-snapshot.md).
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';
import { KERNEL_FOLDER, moduleNames, PRELOADED, PYTHON_ENVIRONMENT } from './python-sources.ts';

const here = dirname(fileURLToPath(import.meta.url));
export const pyodideFolder = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
const outputFolder = join(here, '../../.cache/python');
export const snapshotPath = join(outputFolder, 'snapshot.bin');
const stampPath = join(outputFolder, 'snapshot.stamp');

function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** Path inside the interpreter -> text, of the kernel, of the shims and of the libraries that run as they are. */
export function readPythonSources(): Map<string, string> {
  const sources = new Map<string, string>();
  for (const folder of ['kernel', 'shims', 'vendor']) {
    for (const path of pythonFiles(join(here, folder))) sources.set(path, readFileSync(join(here, folder, path), 'utf8'));
  }
  return sources;
}

/** Changes whenever the snapshot must be made anew. */
export function snapshotStamp(): string {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(pyodideFolder, 'package.json')));
  for (const name of ['build-snapshot.ts', 'python-sources.ts']) hash.update(readFileSync(join(here, name)));
  for (const [path, text] of readPythonSources()) hash.update(`${path}\0${text}\0`);
  return hash.digest('hex');
}

export async function buildSnapshot(): Promise<Uint8Array> {
  const sources = readPythonSources();
  const python = await loadPyodide({
    indexURL: `${pyodideFolder}/`,
    env: { ...PYTHON_ENVIRONMENT },
    enableRunUntilComplete: false,
    _makeSnapshot: true,
  });
  for (const [path, text] of sources) {
    const target = `${KERNEL_FOLDER}/${path}`;
    python.FS.mkdirTree(dirname(target));
    python.FS.writeFile(target, text);
  }
  const ours = moduleNames([...sources.keys()]).filter((name) => name !== 'surge.bridge');
  // The kernel's overrides first: what the stand-ins know of datetime and the like has to be what programs see.
  const modules = JSON.stringify([...PRELOADED, 'surge.program', ...ours, 'surge.bridge']);
  python.runPython(`
import sys
sys.path.insert(0, ${JSON.stringify(KERNEL_FOLDER)})
sys.dont_write_bytecode = True
import importlib
for _name in ${modules}:
    importlib.import_module(_name)
from surge import heavy_calls, overrides, program
program.install()
heavy_calls.install()
overrides.seed(0)
del _name, importlib
import gc
gc.collect()
`);
  return python.makeMemorySnapshot();
}

/** Builds the snapshot unless the one on disk fits the sources. Atomic: two processes may do it at once. */
export async function ensureSnapshot(say: (message: string) => void): Promise<string> {
  const stamp = snapshotStamp();
  if (existsSync(snapshotPath) && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return snapshotPath;
  say('building the Python snapshot (once)');
  const snapshot = await buildSnapshot();
  mkdirSync(outputFolder, { recursive: true });
  const temporary = `${snapshotPath}.${process.pid}`;
  writeFileSync(temporary, snapshot);
  renameSync(temporary, snapshotPath);
  writeFileSync(`${stampPath}.${process.pid}`, stamp);
  renameSync(`${stampPath}.${process.pid}`, stampPath);
  return snapshotPath;
}
