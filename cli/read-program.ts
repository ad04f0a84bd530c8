// Reads the user's program: one file, which becomes main.py or main.ts, or a folder with the file that begins and what that imports.
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Language } from '#catalogue/schema.ts';
import { isSource, ENTRIES as TYPESCRIPT_ENTRIES } from '#runtime/typescript/source-files.ts';
import { resolvePath } from './paths.ts';
import { UsageError } from './usage-error.ts';

/** Modelled: far above any interview program, far below what would slow the page down. */
const MAX_BYTES = 1_000_000;
const MAX_FILES = 200;
const SKIPPED_FOLDERS = new Set(['__pycache__', 'node_modules', 'venv']);

interface Sources {
  readonly name: string;
  /** How its files are called in a message. */
  readonly extension: string;
  readonly holds: (path: string) => boolean;
  /** Where a folder's program begins, in the order in which they are looked for. */
  readonly entries: readonly string[];
}

const SOURCES: Readonly<Record<Language, Sources>> = {
  python: {
    name: 'Python',
    extension: '.py',
    holds: (path) => path.endsWith('.py'),
    entries: ['main.py', 'app.py', 'app/main.py'],
  },
  typescript: { name: 'TypeScript', extension: '.ts', holds: isSource, entries: TYPESCRIPT_ENTRIES },
};
const LANGUAGES = Object.keys(SOURCES) as Language[];

export interface UserProgram {
  readonly language: Language;
  readonly files: Readonly<Record<string, string>>;
}

/** `language` null: as the names of the files say. */
export function readProgram(path: string, language: Language | null): UserProgram {
  const absolute = resolvePath(path);
  const stats = statOf(path, absolute);
  const program = stats.isDirectory() ? readFolder(path, absolute, language) : readSingle(path, absolute, language);
  const bytes = Object.values(program.files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > MAX_BYTES) throw new UsageError(`${path}: the program is too large (${bytes} bytes of at most ${MAX_BYTES})`);
  return program;
}

function statOf(path: string, absolute: string): Stats {
  try {
    return statSync(absolute);
  } catch {
    throw new UsageError(`${path}: no such file or folder`);
  }
}

function readSingle(path: string, absolute: string, language: Language | null): UserProgram {
  const found = LANGUAGES.find((each) => SOURCES[each].holds(absolute));
  if (found === undefined || (language !== null && found !== language)) {
    const wanted = language === null ? LANGUAGES : [language];
    const names = wanted.map((each) => SOURCES[each].name).join(' or ');
    throw new UsageError(
      `${path}: not a ${names} program; the name must end in ${wanted.map((each) => SOURCES[each].extension).join(' or ')}`,
    );
  }
  return { language: found, files: { [`main${extname(absolute)}`]: readUtf8(path, absolute) } };
}

function readFolder(path: string, absolute: string, language: Language | null): UserProgram {
  const all = listFiles(absolute, '').sort();
  const found = language ?? LANGUAGES.find((each) => all.some(SOURCES[each].holds));
  const extensions = (language === null ? LANGUAGES : [language]).map((each) => SOURCES[each].extension).join(' or ');
  const names = found === undefined ? [] : all.filter(SOURCES[found].holds);
  const [first] = names;
  if (found === undefined || first === undefined) throw new UsageError(`${path}: holds no ${extensions} file`);
  const { entries, extension } = SOURCES[found];
  if (names.length > MAX_FILES) throw new UsageError(`${path}: holds ${names.length} ${extension} files, at most ${MAX_FILES} are loaded`);
  if (names.length > 1 && !entries.some((entry) => names.includes(entry))) {
    throw new UsageError(`${path}: holds none of ${entries.join(', ')}, where a program begins`);
  }
  const nameOf = (name: string) => (names.length === 1 ? `main${extname(name)}` : name);
  const files = Object.fromEntries(names.map((name) => [nameOf(name), readUtf8(join(path, name), join(absolute, name))]));
  return { language: found, files };
}

function listFiles(folder: string, prefix: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name)) return [];
    if (entry.isDirectory()) return listFiles(join(folder, entry.name), `${prefix}${entry.name}/`);
    return entry.isFile() ? [`${prefix}${entry.name}`] : [];
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
