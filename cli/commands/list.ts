// `surge list`
import { listChallenges } from '#catalogue/load.ts';
import { CHALLENGES } from '../paths.ts';
import { layOutTable, wordRps } from '../words.ts';

export function runList(options: { readonly json?: boolean }): void {
  const challenges = listChallenges(CHALLENGES);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(challenges, null, 2)}\n`);
    return;
  }
  const rows = challenges.map((each) => [
    each.slug,
    each.level,
    each.languages.join(', '),
    `${each.minutes} min`,
    `to ${wordRps(each.goalRps)} rps`,
    each.status === 'ready' ? each.title.en : `${each.title.en} (${each.status})`,
  ]);
  process.stdout.write(`${layOutTable(rows).join('\n')}\n`);
}
