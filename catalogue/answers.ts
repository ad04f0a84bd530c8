// The one door to what a candidate must not see, solutions, traps and the hidden shape of the load: for `surge check` and authors. Pages cannot import this file (import rule).
import type { Task } from '#judge/task.ts';
import { ChallengeError, defaultRoot, readJson, readProgram } from './challenge-folder.ts';
import { describeProblems } from './field-problems.ts';
import { loadMeta, loadTask } from './load.ts';
import { Hidden, type Language, type OtherAnswer, type PartialAnswer, type Trap } from './schema.ts';

export type Program = Readonly<Record<string, string>>;

export function loadReference(slug: string, language: Language, root = defaultRoot()): Program {
  return readProgram(root, slug, language, 'reference');
}

export function loadTrap(slug: string, language: Language, name: string, root = defaultRoot()): Program {
  return readProgram(root, slug, language, `traps/${name}`);
}

/** Another right answer, by its name in challenge.json. */
export function loadAnswer(slug: string, language: Language, name: string, root = defaultRoot()): Program {
  return readProgram(root, slug, language, `answers/${name}`);
}

/** A program that mends some of the faults only. */
export function loadPartial(slug: string, language: Language, name: string, root = defaultRoot()): Program {
  return readProgram(root, slug, language, `partials/${name}`);
}

/** The task of assigned use, and its seeds: another ladder and another load of the same law, so that figures tuned to what is open do not carry over. */
export function loadHiddenTask(slug: string, root = defaultRoot()): { readonly task: Task; readonly seeds: readonly number[] } {
  const meta = loadMeta(slug, root);
  const json = readJson(root, slug, 'hidden.json');
  const parsed = Hidden.safeParse(json);
  const complain = (problems: readonly string[]) =>
    new ChallengeError(
      slug,
      problems.map((problem) => `hidden.json: ${problem}`),
    );
  if (!parsed.success) throw complain(describeProblems(parsed.error.issues, json));
  const { seeds, ladder, load } = parsed.data;
  if (!ladder.some((stage) => stage.offeredRps === meta.goalRps)) throw complain([`ladder: must hold the goal, ${meta.goalRps}`]);
  const world = readJson(root, slug, 'world.json') as { readonly load?: object };
  return { task: loadTask({ ...meta, ladder }, root, { ...world, load: { ...world.load, ...load } }), seeds };
}

export function listAnswers(slug: string, root = defaultRoot()): readonly OtherAnswer[] {
  return loadMeta(slug, root).answers;
}

export function listTraps(slug: string, root = defaultRoot()): readonly Trap[] {
  return loadMeta(slug, root).traps;
}

export function listPartials(slug: string, root = defaultRoot()): readonly PartialAnswer[] {
  return loadMeta(slug, root).partials;
}
