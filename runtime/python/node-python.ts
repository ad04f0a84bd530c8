// The Python guest in Node (terminal, tests).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadPyodide, type PyodideInterface } from 'pyodide';
import { ensureSnapshot, pyodideFolder } from './build-snapshot.ts';
import { limitMemory } from './limit-memory.ts';
import { limitStack, type WithStack } from './limit-stack.ts';
import { type Interpreter, PythonGuest } from './python-guest.ts';
import { PYTHON_ENVIRONMENT } from './python-sources.ts';
import { withRoomFor } from './snapshot-memory.ts';

/** A fresh interpreter from the snapshot; builds that first where it is missing (said on stderr). */
export async function loadInterpreter(): Promise<PyodideInterface> {
  const path = await ensureSnapshot((message) => process.stderr.write(`surge: ${message}\n`));
  const snapshot = readFileSync(path);
  const asm = (await import(pathToFileURL(join(pyodideFolder, 'pyodide.asm.mjs')).href)) as { default: unknown };
  const options = {
    indexURL: `${pyodideFolder}/`,
    env: { ...PYTHON_ENVIRONMENT },
    enableRunUntilComplete: false,
    createPyodideModule: withRoomFor(snapshot, asm.default),
    _loadSnapshot: snapshot,
  };
  // Pyodide does not name the last two in its types.
  return loadPyodide(options as Parameters<typeof loadPyodide>[0]);
}

/** Starts a fresh guest. */
export async function openNodePython(): Promise<PythonGuest> {
  const interpreter = (await loadInterpreter()) as unknown as Interpreter;
  limitMemory(interpreter);
  limitStack(interpreter as unknown as WithStack);
  return new PythonGuest(interpreter);
}
