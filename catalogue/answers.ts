// The one door to reference solutions and traps: for `surge check` and authors. Pages cannot import this file (import rule).
import { defaultRoot, readProgram } from './challenge-folder.ts';
import { loadMeta } from './load.ts';
import type { Language, Trap } from './schema.ts';

export type Program = Readonly<Record<string, string>>;

export function loadReference(slug: string, language: Language, root = defaultRoot()): Program {
  return readProgram(root, slug, language, 'reference');
}

export function loadTrap(slug: string, language: Language, name: string, root = defaultRoot()): Program {
  return readProgram(root, slug, language, `traps/${name}`);
}

export function listTraps(slug: string, root = defaultRoot()): readonly Trap[] {
  return loadMeta(slug, root).traps;
}
