// The outcome of `surge check` as a Markdown document, to be kept with the change that it was made for.
import type { Checked } from '#catalogue/check.ts';
import type { Seen } from '#catalogue/check-proof.ts';
import { ENGINE_VERSION } from '#engine/version.ts';

/** Challenges that were not checked this time keep what `before` says of them. */
export function recordProofs(checked: readonly Checked[], before = ''): string {
  const sections = new Map(splitSections(before));
  for (const each of checked) sections.set(each.slug, recordChallenge(each));
  const texts = [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  const sound = texts.filter((text) => !/^- /m.test(text)).length;
  return `# Proofs of the challenges

Written by \`npm run -s surge -- check --record docs/proofs.md\`, engine ${ENGINE_VERSION}. Run again before the engine, the judge or a world changes. Survived and p99 are the
lowest and highest over the seeds, p99 and what broke are those of the stage that decided.

${sound} of ${texts.length} challenges are sound.
${texts.join('')}`;
}

function splitSections(document: string): (readonly [string, string])[] {
  return document
    .split(/\n(?=## )/)
    .slice(1)
    .map((text) => [/^## (\S+)/.exec(text)?.[1] ?? '', `\n${text.trimEnd()}\n`] as const);
}

function recordChallenge({ slug, problems, proofs }: Checked): string {
  const rows = proofs.map(({ language, what, seen }) => {
    const cells = [
      language,
      what,
      String(seen.length),
      range(seen, (run) => run.survivedRps),
      `${range(seen, (run) => run.p99Ms)} ms`,
      all(seen, (run) => run.broken.join(', ') || 'nothing'),
      all(seen, (run) => run.cause),
      range(seen, (run) => run.score),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const head = '| language | program | seeds | survived | p99 | broke | cause | score |\n| --- | --- | --- | --- | --- | --- | --- | --- |';
  const said = problems.map((problem) => `- ${problem}`);
  return `\n## ${slug}\n\n${[...said, ...(said.length > 0 ? [''] : []), head, ...rows].join('\n')}\n`;
}

function range(seen: readonly Seen[], of: (run: Seen) => number): string {
  const values = seen.map(of);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? String(low) : `${low} to ${high}`;
}

function all(seen: readonly Seen[], of: (run: Seen) => string): string {
  return [...new Set(seen.map(of))].join(' or ');
}
