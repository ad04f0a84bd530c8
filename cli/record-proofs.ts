// The outcome of `surge check` as a Markdown document, to be kept with the change that it was made for.
import type { Checked } from '#catalogue/check.ts';
import type { Seen } from '#catalogue/check-proof.ts';
import { ENGINE_VERSION } from '#engine/version.ts';

export function recordProofs(checked: readonly Checked[]): string {
  const sound = checked.filter(({ problems }) => problems.length === 0).length;
  return `# Proofs of the challenges

Written by \`npm run -s surge -- check --record docs/proofs.md\`, engine ${ENGINE_VERSION}. Run again before the engine, the judge or a world changes. Survived and p99 are the
lowest and highest over the seeds, p99 and what broke are those of the stage that decided.

${sound} of ${checked.length} challenges are sound.
${checked.map(recordChallenge).join('')}`;
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
