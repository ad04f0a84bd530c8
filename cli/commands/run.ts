// `surge run <challenge>`: the challenge's ladder under the starter or a program of one's own.
import { loadReference, loadTrap } from '#catalogue/answers.ts';
import { type LoadedChallenge, listSlugs, loadChallenge } from '#catalogue/load.ts';
import type { Language } from '#catalogue/schema.ts';
import { withSimulatedWorkers } from '#catalogue/task.ts';
import type { Task } from '#judge/task.ts';
import { parseLanguage } from '../choose-languages.ts';
import { finishRun } from '../finish-run.ts';
import { judgeProgram } from '../judge-program.ts';
import { CHALLENGES } from '../paths.ts';
import { Progress } from '../progress.ts';
import { readProgram, type UserProgram } from '../read-program.ts';
import { UsageError } from '../usage-error.ts';

export interface RunOptions {
  readonly lang?: string;
  readonly file?: string;
  readonly reference?: boolean;
  readonly trap?: string;
  readonly seed: number;
  readonly simulated?: number;
  readonly json?: boolean;
}

export async function runRun(slug: string, options: RunOptions): Promise<void> {
  const challenge = findChallenge(slug);
  const { language, files } = chooseProgram(challenge, options);
  const task = options.simulated === undefined ? challenge.task : scaleTask(challenge.task, options.simulated);
  finishRun(await judgeProgram(task, { language, files, seed: options.seed }, new Progress()), options);
}

export function findChallenge(slug: string): LoadedChallenge {
  const slugs = listSlugs(CHALLENGES);
  if (!slugs.includes(slug)) throw new UsageError(`no challenge "${slug}"; there are: ${slugs.join(', ')}`);
  return loadChallenge(slug, CHALLENGES);
}

export function scaleTask(task: Task, simulated: number): Task {
  const { count } = task.world.workers;
  if (simulated > count) throw new UsageError(`--simulated: the fleet has ${count} workers`);
  return withSimulatedWorkers(task, simulated);
}

/** The language of the program that is given; without one what --lang says, else the challenge's first. */
function chooseProgram({ meta, starters }: LoadedChallenge, options: RunOptions): UserProgram {
  const { lang, file, reference, trap } = options;
  if ([file !== undefined, reference === true, trap !== undefined].filter(Boolean).length > 1) {
    throw new UsageError('--file, --reference and --trap exclude each other');
  }
  const asked = lang === undefined ? null : parseLanguage(lang);
  const own = file === undefined ? null : readProgram(file, asked);
  const language = own?.language ?? asked ?? (meta.languages[0] as Language);
  if (!meta.languages.includes(language)) throw new UsageError(`--lang: ${meta.slug} can be solved in ${meta.languages.join(', ')}`);
  if (own !== null) return own;
  if (reference) return { language, files: loadReference(meta.slug, language, CHALLENGES) };
  if (trap === undefined) return { language, files: starters[language] ?? {} };
  const names = meta.traps.map((each) => each.name);
  if (!names.includes(trap)) throw new UsageError(`--trap: ${meta.slug} has no trap "${trap}"; there are: ${names.join(', ')}`);
  return { language, files: loadTrap(meta.slug, language, trap, CHALLENGES) };
}
