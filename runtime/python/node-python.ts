// The Python guest in Node (terminal, tests).
import { readFileSync } from 'node:fs';
import { loadPyodide } from 'pyodide';
import { ensureSnapshot, pyodideFolder } from './build-snapshot.ts';
import { limitMemory } from './limit-memory.ts';
import { type Interpreter, PythonGuest } from './python-guest.ts';
import { PYTHON_ENVIRONMENT } from './python-sources.ts';

/** Starts a fresh interpreter; builds the snapshot first where it is missing (said on stderr). */
export async function openNodePython(): Promise<PythonGuest> {
  const path = await ensureSnapshot((message) => process.stderr.write(`surge: ${message}\n`));
  const pyodide = await loadPyodide({
    indexURL: `${pyodideFolder}/`,
    env: { ...PYTHON_ENVIRONMENT },
    enableRunUntilComplete: false,
    _loadSnapshot: readFileSync(path),
  });
  const interpreter = pyodide as unknown as Interpreter;
  limitMemory(interpreter);
  return new PythonGuest(interpreter);
}
