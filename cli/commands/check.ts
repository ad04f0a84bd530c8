// `surge check [challenge]`: structure of every challenge, then the proof by running.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { checkChallenge } from '#catalogue/check.ts';
import { ALL_SEEDS, ONE_SEED } from '#catalogue/check-proof.ts';
import { checkTracks } from '#catalogue/check-structure.ts';
import { listSlugs } from '#catalogue/load.ts';
import { chooseLanguages } from '../choose-languages.ts';
import { judgeProgram } from '../judge-program.ts';
import { CHALLENGES } from '../paths.ts';
import { EXIT, UsageError } from '../usage-error.ts';
import { paint } from '../words.ts';

export interface CheckOptions {
  readonly lang?: string;
  readonly quick?: boolean;
}

export async function runCheck(slug: string | undefined, options: CheckOptions): Promise<void> {
  const slugs = listSlugs(CHALLENGES);
  if (slug !== undefined && !slugs.includes(slug)) throw new UsageError(`no challenge "${slug}"; there are: ${slugs.join(', ')}`);
  const sound = slug === undefined ? await checkAll(slugs, options) : await checkOne(slug, options);
  if (!sound) process.exitCode = EXIT.guestFailed;
}

async function checkOne(slug: string, options: CheckOptions): Promise<boolean> {
  say(paint('bold', slug));
  const problems = await checkChallenge(slug, CHALLENGES, {
    languages: chooseLanguages(options.lang),
    seeds: options.quick ? ONE_SEED : ALL_SEEDS,
    run: (task, submission) => judgeProgram(task, submission, null),
    onProof: ({ language, what, seen, problems: found }) => {
      say(`${found.length === 0 ? paint('green', 'ok  ') : paint('red', 'FAIL')} ${language}, ${what}`);
      for (const line of seen) say(paint('dim', `       ${line}`));
    },
  });
  for (const problem of problems) say(`${paint('red', 'problem')} ${slug}/${problem}`);
  say(problems.length === 0 ? `${slug} is sound` : `${slug}: ${problems.length} problems`);
  return problems.length === 0;
}

/** Each challenge in a process of its own, as many at once as there are cores; what they print comes in the order of the challenges. */
async function checkAll(slugs: readonly string[], options: CheckOptions): Promise<boolean> {
  chooseLanguages(options.lang);
  const misplaced = checkTracks(CHALLENGES);
  for (const problem of misplaced) say(`${paint('red', 'problem')} challenges/${problem}`);
  const waiting = [...slugs];
  const outcomes = new Map<string, Outcome>();
  let printed = 0;
  const work = async () => {
    for (let slug = waiting.shift(); slug !== undefined; slug = waiting.shift()) {
      outcomes.set(slug, await checkInProcess(slug, options));
      for (let next = outcomes.get(slugs[printed] ?? ''); next !== undefined; next = outcomes.get(slugs[printed] ?? '')) {
        process.stdout.write(next.output);
        printed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const failed = slugs.filter((slug) => outcomes.get(slug)?.sound !== true);
  const sound = failed.length === 0 && misplaced.length === 0;
  say(sound ? `all ${slugs.length} challenges are sound` : `not sound: ${[...failed, ...misplaced].join(', ')}`);
  return sound;
}

interface Outcome {
  readonly output: string;
  readonly sound: boolean;
}

function checkInProcess(slug: string, { lang, quick }: CheckOptions): Promise<Outcome> {
  const [script = ''] = process.argv.slice(1);
  const options = [...(lang === undefined ? [] : ['--lang', lang]), ...(quick ? ['--quick'] : [])];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...process.execArgv, script, 'check', slug, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('close', (code) => resolve({ output, sound: code === EXIT.ran }));
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
