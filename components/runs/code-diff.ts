// What differs between two programs, file by file, as rows to show.
import { structuredPatch } from 'diff';
import type { Files } from '../workbench/draft-store.ts';
import { fileNames } from '../workbench/program-files.ts';

const CONTEXT_LINES = 3;

export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'same';
  readonly text: string;
  /** Number in the program before; null: it was not there. */
  readonly before: number | null;
  readonly after: number | null;
}
export interface FileDiff {
  readonly file: string;
  readonly state: 'added' | 'removed' | 'changed';
  readonly added: number;
  readonly removed: number;
  /** Pieces with a few lines around them; what lies between is the same. */
  readonly pieces: readonly (readonly DiffLine[])[];
}

const KINDS = { '+': 'added', '-': 'removed', ' ': 'same' } as const;

/** Files that are the same are left out. */
export function diffPrograms(before: Files, after: Files): FileDiff[] {
  return fileNames({ ...before, ...after })
    .filter((file) => before[file] !== after[file])
    .map((file) => diffFile(file, before[file], after[file]));
}

function diffFile(file: string, before: string | undefined, after: string | undefined): FileDiff {
  const { hunks } = structuredPatch(file, file, before ?? '', after ?? '', '', '', { context: CONTEXT_LINES });
  const pieces = hunks.map((hunk) => {
    const at = { before: hunk.oldStart, after: hunk.newStart };
    return hunk.lines.flatMap((line): DiffLine[] => {
      const kind = KINDS[line[0] as keyof typeof KINDS];
      // What is left says that a file does not end with a new line.
      if (kind === undefined) return [];
      return [{ kind, text: line.slice(1), before: kind === 'added' ? null : at.before++, after: kind === 'removed' ? null : at.after++ }];
    });
  });
  const count = (kind: DiffLine['kind']) => pieces.flat().filter((line) => line.kind === kind).length;
  const state = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return { file, state, added: count('added'), removed: count('removed'), pieces };
}
