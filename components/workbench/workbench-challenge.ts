import type { Question } from '#catalogue/texts.ts';
import type { Task } from '#judge/task.ts';
import type { ProgramLanguage } from '../language/program-language.ts';
import type { Files } from './draft-store.ts';

/** What the workbench needs to know of a challenge, in the reader's language. The page loads it; answers are never part of it. */
export interface WorkbenchChallenge {
  readonly slug: string;
  readonly title: string;
  readonly task: Task;
  /** One for each language that the challenge offers. */
  readonly starters: Readonly<Partial<Record<ProgramLanguage, Files>>>;
  readonly level: 'easy' | 'medium' | 'hard';
  readonly minutes: number;
  /** Their names. */
  readonly topics: readonly string[];
  /** Challenges to have done before. */
  readonly prerequisites: readonly { readonly slug: string; readonly title: string }[];
  /** Markdown. */
  readonly brief: string;
  readonly hints: readonly { readonly title: string; readonly text: string }[];
  readonly debrief: string;
  readonly questions: readonly Question[];
}
