// surge run: a program against a challenge.
import { readReference, readTrap } from '#catalogue/answers.ts';
import { ChallengeError, loadChallenge } from '#catalogue/load.ts';
import { judgeProgram } from '../judge-program.ts';
import { printReport } from '../print-report.ts';
import { languageOf, readUserProgram } from '../read-program.ts';
import { UsageError } from '../usage-error.ts';
import { parseSeed, parseSimulated } from './options.ts';

export interface RunOptions {
  readonly lang?: string;
  readonly file?: string;
  readonly reference?: boolean;
  readonly trap?: string;
  readonly seed?: string;
  readonly simulated?: string;
  readonly json?: boolean;
}

export async function runCommand(slug: string, options: RunOptions): Promise<void> {
  const challenge = openChallenge(slug);
  const language = languageOf(options.file ?? '', options.lang);
  if (!challenge.file.languages.includes(language)) {
    throw new UsageError(`--lang: ${slug} is there in ${challenge.file.languages.join(', ')}, not in ${language}`);
  }
  const files = options.file
    ? readUserProgram(options.file)
    : options.reference
      ? readReference(slug, language)
      : options.trap
        ? readTrap(slug, language, options.trap)
        : (challenge.starters[language] ?? {});
  const { workers } = challenge.task.world;
  const simulated = parseSimulated(options.simulated, workers.count) ?? workers.simulated;
  const task = { ...challenge.task, world: { ...challenge.task.world, workers: { ...workers, simulated } } };
  const report = await judgeProgram(task, { language, files, seed: parseSeed(options.seed) }, (rate) => {
    if (process.stderr.isTTY) process.stderr.write(`stage ${rate} requests/s\n`);
  });
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else printReport(report);
}

export function openChallenge(slug: string) {
  try {
    return loadChallenge(slug);
  } catch (error) {
    if (error instanceof ChallengeError) throw new UsageError(error.message);
    throw error;
  }
}
