// `surge check [challenge]`: structure of every challenge, then the proof by running.
import { checkChallenge } from '#catalogue/check.ts';
import { checkTracks } from '#catalogue/check-structure.ts';
import { listSlugs } from '#catalogue/load.ts';
import { chooseLanguages } from '../choose-languages.ts';
import { judgeProgram } from '../judge-program.ts';
import { CHALLENGES } from '../paths.ts';
import { EXIT, UsageError } from '../usage-error.ts';
import { paint } from '../words.ts';

export async function runCheck(slug: string | undefined, { lang }: { readonly lang?: string }): Promise<void> {
  const languages = chooseLanguages(lang);
  const slugs = listSlugs(CHALLENGES);
  if (slug !== undefined && !slugs.includes(slug)) throw new UsageError(`no challenge "${slug}"; there are: ${slugs.join(', ')}`);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  let failed = 0;
  const complain = (place: string, problems: readonly string[]) => {
    for (const problem of problems) say(`${paint('red', 'problem')} ${place}${problem}`);
    failed += problems.length;
  };
  if (slug === undefined) complain('challenges/', checkTracks(CHALLENGES));
  for (const each of slug === undefined ? slugs : [slug]) {
    say(paint('bold', each));
    const problems = await checkChallenge(each, CHALLENGES, {
      languages,
      run: (task, submission) => judgeProgram(task, submission, null),
      onProof: ({ language, what, seen, problems: found }) => {
        say(`${found.length === 0 ? paint('green', 'ok  ') : paint('red', 'FAIL')} ${language}, ${what}`);
        for (const [index, line] of seen.entries()) say(paint('dim', `       seed ${index + 1}: ${line}`));
      },
    });
    complain(`${each}/`, problems);
  }
  say(failed === 0 ? 'all challenges are sound' : `${failed} problems`);
  if (failed > 0) process.exitCode = EXIT.guestFailed;
}
