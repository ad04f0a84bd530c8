// The user's program from a file or a folder.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { readProgramFolder } from '#catalogue/load.ts';
import type { ChallengeLanguage } from '#catalogue/schema.ts';
import { UsageError } from './usage-error.ts';

/** Larger programs than this are a mistake: a wrong folder, a data file. */
const MAX_BYTES = 1_000_000;

export function languageOf(path: string, asked: string | undefined): ChallengeLanguage {
  if (asked !== undefined) {
    if (asked === 'python' || asked === 'typescript') return asked;
    throw new UsageError(`--lang: must be python or typescript, not "${asked}"`);
  }
  return extname(path) === '.ts' ? 'typescript' : 'python';
}

/** Path inside the program to text. A single file keeps its name, so that errors name it as the user does. */
export function readUserProgram(path: string): Record<string, string> {
  if (!existsSync(path)) throw new UsageError(`${path}: no such file or folder`);
  const files = statSync(path).isDirectory() ? readProgramFolder(path) : { [basename(path)]: readFileSync(path, 'utf8') };
  const size = Object.values(files).reduce((sum, text) => sum + text.length, 0);
  if (Object.keys(files).length === 0) throw new UsageError(`${path}: holds no program files`);
  if (size > MAX_BYTES) throw new UsageError(`${path}: ${size} characters are more than a program may have (${MAX_BYTES})`);
  return files;
}
