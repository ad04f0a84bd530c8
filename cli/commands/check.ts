// `surge check [challenge]`: structure of every challenge, then the proof by running.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ChallengeError } from '#catalogue/challenge-folder.ts';
import { type Checked, checkChallenge } from '#catalogue/check.ts';
import { ALL_SEEDS, ONE_SEED, type Proof, type Seen } from '#catalogue/check-proof.ts';
import { checkTracks } from '#catalogue/check-structure.ts';
import { listSlugs, loadMeta, loadReferenceRuns } from '#catalogue/load.ts';
import { referenceRunsOf } from '#catalogue/reference-runs.ts';
import { chooseLanguages } from '../choose-languages.ts';
import { judgeProgram } from '../judge-program.ts';
import { CHALLENGES } from '../paths.ts';
import { recordProofs } from '../record-proofs.ts';
import { EXIT, UsageError } from '../usage-error.ts';
import { paint } from '../words.ts';

export interface CheckOptions {
  readonly lang?: string;
  readonly quick?: boolean;
  readonly json?: boolean;
  /** File for the outcome, as Markdown. */
  readonly record?: string;
  /** Set for the processes of a check that records. */
  readonly recording?: boolean;
}

export async function runCheck(slug: string | undefined, options: CheckOptions): Promise<void> {
  const slugs = listSlugs(CHALLENGES);
  if (slug !== undefined && !slugs.includes(slug)) throw new UsageError(`no challenge "${slug}"; there are: ${slugs.join(', ')}`);
  chooseLanguages(options.lang);
  const misplaced = slug === undefined ? checkTracks(CHALLENGES) : [];
  if (!options.json) for (const problem of misplaced) say(`${paint('red', 'problem')} challenges/${problem}`);
  const ready = slugs.filter((each) => !isDraft(each));
  const checked = slug === undefined ? await checkAll(ready, options) : [await checkOne(slug, options)];
  if (options.json) say(JSON.stringify(checked));
  if (options.record !== undefined) record(options.record, checked);
  const failed = checked.filter(({ problems }) => problems.length > 0).map((each) => each.slug);
  const sound = failed.length === 0 && misplaced.length === 0;
  if (!options.json && slug === undefined) {
    say(sound ? `all ${ready.length} challenges are sound` : `not sound: ${[...failed, ...misplaced].join(', ')}`);
    const drafts = slugs.filter(isDraft);
    if (drafts.length > 0) say(`drafts, checked only by name: ${drafts.join(', ')}`);
  }
  if (!sound) process.exitCode = EXIT.guestFailed;
}

/** The proofs for people, and what the page compares runs with. */
function record(file: string, checked: readonly Checked[]): void {
  writeFileSync(file, recordProofs(checked, existsSync(file) ? readFileSync(file, 'utf8') : ''));
  const before = loadReferenceRuns(CHALLENGES);
  const now = checked.map(({ slug, proofs }) => [slug, { ...before[slug], ...referenceRunsOf(proofs) }] as const);
  const runs = Object.fromEntries(Object.entries({ ...before, ...Object.fromEntries(now) }).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(CHALLENGES, 'reference-runs.json'), `${JSON.stringify(runs, null, 2)}\n`);
}

/** A draft is nobody's to see yet, so it need not be sound. One that cannot be read is not spared. */
function isDraft(slug: string): boolean {
  try {
    return loadMeta(slug, CHALLENGES).status === 'draft';
  } catch (error) {
    if (error instanceof ChallengeError) return false;
    throw error;
  }
}

async function checkOne(slug: string, options: CheckOptions): Promise<Checked> {
  if (!options.json) say(paint('bold', slug));
  const checked = await checkChallenge(slug, CHALLENGES, {
    languages: chooseLanguages(options.lang),
    seeds: options.quick ? ONE_SEED : ALL_SEEDS,
    compareRecorded: options.record === undefined && !options.recording,
    run: (task, submission) => judgeProgram(task, submission, null),
    ...(options.json ? {} : { onProof: sayProof }),
  });
  if (!options.json) sayProblems(checked);
  return checked;
}

/** Each challenge in a process of its own, as many at once as there are cores; what is printed comes in the order of the challenges. */
async function checkAll(slugs: readonly string[], options: CheckOptions): Promise<Checked[]> {
  const waiting = [...slugs];
  const outcomes = new Map<string, Checked>();
  const printed: Checked[] = [];
  const work = async () => {
    for (let slug = waiting.shift(); slug !== undefined; slug = waiting.shift()) {
      outcomes.set(slug, await checkInProcess(slug, options));
      for (let next = outcomes.get(slugs[printed.length] ?? ''); next; next = outcomes.get(slugs[printed.length] ?? '')) {
        printed.push(next);
        if (options.json) continue;
        say(paint('bold', next.slug));
        for (const proof of next.proofs) sayProof(proof);
        sayProblems(next);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return printed;
}

function checkInProcess(slug: string, { lang, quick, record }: CheckOptions): Promise<Checked> {
  const [script = ''] = process.argv.slice(1);
  const options = [
    ...(lang === undefined ? [] : ['--lang', lang]),
    ...(quick ? ['--quick'] : []),
    ...(record === undefined ? [] : ['--recording']),
  ];
  return new Promise((resolve) => {
    const command = [...process.execArgv, script, 'check', slug, '--json', ...options];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('close', (code) => resolve(readOutcome(output) ?? { slug, problems: [`the check ended with exit code ${code}`], proofs: [] }));
  });
}

function readOutcome(output: string): Checked | null {
  try {
    return (JSON.parse(output) as Checked[])[0] ?? null;
  } catch {
    return null;
  }
}

function sayProof({ language, what, seen, problems }: Proof): void {
  say(`${problems.length === 0 ? paint('green', 'ok  ') : paint('red', 'FAIL')} ${language}, ${what}`);
  for (const run of seen) say(paint('dim', `       ${wordRun(run)}`));
}

function sayProblems({ slug, problems }: Checked): void {
  for (const problem of problems) say(`${paint('red', 'problem')} ${slug}/${problem}`);
  say(problems.length === 0 ? `${slug} is sound` : `${slug}: ${problems.length} problems`);
}

function wordRun({ seed, survivedRps, offeredRps, p99Ms, broken, cause, score }: Seen): string {
  const fate = broken.length === 0 ? 'keeps all' : `breaks ${broken.join(' ')}`;
  return `seed ${seed}: survived ${survivedRps}, at ${offeredRps} p99 ${p99Ms} ms, ${fate}, ${cause}, score ${score}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
