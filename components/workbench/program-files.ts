import type { ProgramLanguage } from '../language/program-language.ts';
import type { Files } from './draft-store.ts';

/** Where the program starts; this file always exists. */
export const ENTRY_FILES: Readonly<Record<ProgramLanguage, string>> = { python: 'main.py', typescript: 'main.ts' };

const NAMES: Readonly<Record<ProgramLanguage, RegExp>> = {
  python: /^([A-Za-z_]\w*\/)*[A-Za-z_]\w*\.py$/,
  typescript: /^([A-Za-z_][\w-]*\/)*[A-Za-z_][\w-]*\.ts$/,
};

export type NameProblem = 'invalid' | 'taken';

export function checkFileName(name: string, files: Files, language: ProgramLanguage): NameProblem | null {
  if (!NAMES[language].test(name) || name.length > 80) return 'invalid';
  return Object.keys(files).some((other) => other.toLowerCase() === name.toLowerCase()) ? 'taken' : null;
}

const isEntry = (name: string) => Object.values(ENTRY_FILES).includes(name);

/** The entry first, the others by name. */
export function fileNames(files: Files): string[] {
  return Object.keys(files).sort((a, b) => Number(isEntry(b)) - Number(isEntry(a)) || (a < b ? -1 : 1));
}

export function renameFile(files: Files, from: string, to: string): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name === from ? to : name, text]));
}

export function removeFile(files: Files, name: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([other]) => other !== name));
}
