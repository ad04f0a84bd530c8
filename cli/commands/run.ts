// `surge run <challenge>`: the challenge's ladder under the starter or a program of one's own.
import { loadAnswer, loadHiddenTask, loadPartial, loadReference, loadTrap } from '#catalogue/answers.ts';
import { listSlugs, loadRunnable, loadStarter } from '#catalogue/load.ts';
import type { Challenge, Language } from '#catalogue/schema.ts';
import { withSimulatedWorkers } from '#catalogue/task.ts';
import type { Task } from '#judge/task.ts';
import { parseLanguage } from '../choose-languages.ts';
import { finishRun } from '../finish-run.ts';
import { judgeFully } from '../judge-program.ts';
import { CHALLENGES } from '../paths.ts';
import { Progress } from '../progress.ts';
import { readProgram, type UserProgram } from '../read-program.ts';
import { UsageError } from '../usage-error.ts';

export interface RunOptions {
  readonly lang?: string;
  readonly file?: string;
  readonly reference?: boolean;
  readonly trap?: string;
  readonly answer?: string;
  readonly partial?: string;
  readonly hidden?: boolean;
  readonly seed: number;
  readonly simulated?: number;
  readonly whatIf?: boolean;
  readonly json?: boolean;
}

export async function runRun(slug: string, options: RunOptions): Promise<void> {
  const challenge = findChallenge(slug);
  const { language, files } = chooseProgram(challenge.meta, options);
  const open = options.hidden ? loadHiddenTask(slug, CHALLENGES).task : challenge.task;
  const task = options.simulated === undefined ? open : scaleTask(open, options.simulated);
  const submission = { language, files, seed: options.seed };
  const { report, whatIf } = await judgeFully(task, submission, new Progress(), options.whatIf === true);
  finishRun(report, options, whatIf);
}

function findChallenge(slug: string): ReturnType<typeof loadRunnable> {
  const slugs = listSlugs(CHALLENGES);
  if (!slugs.includes(slug)) throw new UsageError(`no challenge "${slug}"; there are: ${slugs.join(', ')}`);
  return loadRunnable(slug, CHALLENGES);
}

export function scaleTask(task: Task, simulated: number): Task {
  const { count } = task.world.workers;
  if (simulated > count) throw new UsageError(`--simulated: the fleet has ${count} workers`);
  return withSimulatedWorkers(task, simulated);
}

/** The language of the program that is given; without one what --lang says, else the challenge's first. */
function chooseProgram(meta: Challenge, options: RunOptions): UserProgram {
  const { lang, file, reference, trap, answer, partial } = options;
  if ([file, reference || undefined, trap, answer, partial].filter((each) => each !== undefined).length > 1) {
    throw new UsageError('--file, --reference, --trap, --answer and --partial exclude each other');
  }
  const asked = lang === undefined ? null : parseLanguage(lang);
  const own = file === undefined ? null : readProgram(file, asked);
  const language = own?.language ?? asked ?? (meta.languages[0] as Language);
  if (!meta.languages.includes(language)) throw new UsageError(`--lang: ${meta.slug} can be solved in ${meta.languages.join(', ')}`);
  if (own !== null) return own;
  if (reference) return { language, files: loadReference(meta.slug, language, CHALLENGES) };
  if (trap !== undefined) return { language, files: loadTrap(meta.slug, language, knownName(meta, 'trap', trap), CHALLENGES) };
  if (answer !== undefined) return { language, files: loadAnswer(meta.slug, language, knownName(meta, 'answer', answer), CHALLENGES) };
  if (partial !== undefined) return { language, files: loadPartial(meta.slug, language, knownName(meta, 'partial', partial), CHALLENGES) };
  return { language, files: loadStarter(meta.slug, language, CHALLENGES) };
}

function knownName(meta: Challenge, kind: 'trap' | 'answer' | 'partial', name: string): string {
  const names = meta[`${kind}s`].map((each) => each.name);
  if (names.includes(name)) return name;
  throw new UsageError(`--${kind}: ${meta.slug} has no ${kind} "${name}"; there are: ${names.join(', ') || 'none'}`);
}
