// The Python guest in Node (terminal, tests).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadPyodide } from 'pyodide';
import { ensureSnapshot, pyodideFolder } from './build-snapshot.ts';
import { limitMemory } from './limit-memory.ts';
import { type Interpreter, PythonGuest } from './python-guest.ts';
import { PYTHON_ENVIRONMENT } from './python-sources.ts';
import { withRoomFor } from './snapshot-memory.ts';

/** Starts a fresh interpreter; builds the snapshot first where it is missing (said on stderr). */
export async function openNodePython(): Promise<PythonGuest> {
  const path = await ensureSnapshot((message) => process.stderr.write(`surge: ${message}\n`));
  const snapshot = readFileSync(path);
  const asm = (await import(pathToFileURL(join(pyodideFolder, 'pyodide.asm.mjs')).href)) as { default: unknown };
  const pyodide = await loadPyodide({
    indexURL: `${pyodideFolder}/`,
    env: { ...PYTHON_ENVIRONMENT },
    enableRunUntilComplete: false,
    createPyodideModule: withRoomFor(snapshot, asm.default),
    _loadSnapshot: snapshot,
  } as Parameters<typeof loadPyodide>[0]);
  const interpreter = pyodide as unknown as Interpreter;
  limitMemory(interpreter);
  return new PythonGuest(interpreter);
}
