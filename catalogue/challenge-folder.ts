// Reads the files of a challenge folder. Errors name the file; nothing outside the folder is read.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from './schema.ts';

/** A challenge that cannot be read: which one, and what is wrong with which file. */
export class ChallengeError extends Error {
  constructor(
    readonly slug: string,
    readonly problems: readonly string[],
  ) {
    super(problems.map((problem) => `challenges/${slug}/${problem}`).join('\n'));
    this.name = 'ChallengeError';
  }
}

/** Where the challenges are when nothing else is said: the pages and the command run in the repository's folder. */
export function defaultRoot(): string {
  return join(process.cwd(), 'challenges');
}

export const EXTENSIONS: Readonly<Record<Language, string>> = { python: '.py', typescript: '.ts' };

export function readText(root: string, slug: string, file: string): string {
  try {
    return readFileSync(join(root, slug, file), 'utf8');
  } catch {
    throw new ChallengeError(slug, [`${file}: is missing`]);
  }
}

export function readJson(root: string, slug: string, file: string): unknown {
  const text = readText(root, slug, file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ChallengeError(slug, [`${file}: ${(error as Error).message}`]);
  }
}

/** A program: `<name>.py`, which is loaded as main.py, or a folder `<name>/` with several files. */
export function readProgram(root: string, slug: string, language: Language, name: string): Record<string, string> {
  const extension = EXTENSIONS[language];
  const folder = join(root, slug, language, name);
  if (!existsSync(folder)) return { [`main${extension}`]: readText(root, slug, `${language}/${name}${extension}`) };
  const files: Record<string, string> = {};
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (path.endsWith(extension)) files[path.replaceAll('\\', '/')] = readFileSync(join(folder, path), 'utf8');
  }
  return files;
}
