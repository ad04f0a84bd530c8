// Reads the user's program: one file, which becomes main.py, or a folder with the file that has `app` and what that imports.
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { resolvePath } from './paths.ts';
import { UsageError } from './usage-error.ts';

/** Modelled: far above any interview program, far below what would slow the page down. */
const MAX_BYTES = 1_000_000;
const MAX_FILES = 200;
const SKIPPED_FOLDERS = new Set(['__pycache__', 'node_modules', 'venv']);
const EXTENSION = '.py';
const ENTRY = 'main.py';
/** Where the server looks for `app` in a folder, in this order. */
const ENTRIES = [ENTRY, 'app.py', 'app/main.py'];

export function readProgram(path: string): Record<string, string> {
  const absolute = resolvePath(path);
  const stats = statOf(path, absolute);
  const files = stats.isDirectory() ? readFolder(path, absolute) : readSingle(path, absolute);
  const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > MAX_BYTES) throw new UsageError(`${path}: the program is too large (${bytes} bytes of at most ${MAX_BYTES})`);
  return files;
}

function statOf(path: string, absolute: string): Stats {
  try {
    return statSync(absolute);
  } catch {
    throw new UsageError(`${path}: no such file or folder`);
  }
}

function readSingle(path: string, absolute: string): Record<string, string> {
  if (extname(absolute) !== EXTENSION) throw new UsageError(`${path}: not a Python program; the name must end in .py`);
  return { [ENTRY]: readUtf8(path, absolute) };
}

function readFolder(path: string, absolute: string): Record<string, string> {
  const names = listSources(absolute, '').sort();
  if (names.length === 0) throw new UsageError(`${path}: holds no .py file`);
  if (names.length > MAX_FILES) throw new UsageError(`${path}: holds ${names.length} .py files, at most ${MAX_FILES} are loaded`);
  if (names.length > 1 && !ENTRIES.some((entry) => names.includes(entry))) {
    throw new UsageError(`${path}: holds none of ${ENTRIES.join(', ')}, where a program begins`);
  }
  return Object.fromEntries(names.map((name) => [names.length === 1 ? ENTRY : name, readUtf8(join(path, name), join(absolute, name))]));
}

function listSources(folder: string, prefix: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name)) return [];
    if (entry.isDirectory()) return listSources(join(folder, entry.name), `${prefix}${entry.name}/`);
    return entry.isFile() && extname(entry.name) === EXTENSION ? [`${prefix}${entry.name}`] : [];
  });
}

function readUtf8(path: string, absolute: string): string {
  const bytes = readFileSync(absolute);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${basename(path)}: is not UTF-8 text`);
  }
}
