import type { Submission } from '#judge/task.ts';

/** A language that a program may be written in; its name is in messages (common). */
export type ProgramLanguage = Submission['language'];
export const PROGRAM_LANGUAGES: readonly ProgramLanguage[] = ['python', 'typescript'];
