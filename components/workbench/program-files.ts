import type { Files } from './draft-store.ts';

/** Where the program starts; this file always exists. */
export const ENTRY_FILE = 'main.py';

const NAME = /^([A-Za-z_]\w*\/)*[A-Za-z_]\w*\.py$/;

export type NameProblem = 'invalid' | 'taken';

export function checkFileName(name: string, files: Files): NameProblem | null {
  if (!NAME.test(name) || name.length > 80) return 'invalid';
  return Object.keys(files).some((other) => other.toLowerCase() === name.toLowerCase()) ? 'taken' : null;
}

/** The entry first, the others by name. */
export function fileNames(files: Files): string[] {
  return Object.keys(files).sort((a, b) => Number(b === ENTRY_FILE) - Number(a === ENTRY_FILE) || (a < b ? -1 : 1));
}

export function renameFile(files: Files, from: string, to: string): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name === from ? to : name, text]));
}

export function removeFile(files: Files, name: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([other]) => other !== name));
}
