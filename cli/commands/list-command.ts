// surge list: the challenges.
import { listChallenges } from '#catalogue/load.ts';

export function listCommand(): void {
  for (const { file, texts } of listChallenges()) {
    process.stdout.write(`${file.slug.padEnd(24)} ${file.level.padEnd(8)} ${file.languages.join(', ').padEnd(18)} ${texts.en.title}\n`);
  }
}
