// What the checks of the code have found, joined with what it cost in the stage that decided: what cost most comes first,
// and what cost nothing says so.
import type { CodeFinding } from '#engine/guest-port.ts';
import { wordEffect } from './code-checks/effect-words.ts';
import { linesOf, type Measured, measureFinding } from './code-checks/measure.ts';
import { wordFinding } from './code-checks/words.ts';
import { gatherFacts } from './diagnosis/facts.ts';
import { lineOf, roundFigure } from './figures.ts';
import type { StageRun } from './ladder.ts';
import type { CodeCheck, DiagnosisEntry } from './report.ts';
import type { Task } from './task.ts';

export function joinCodeChecks(
  task: Task,
  files: readonly string[],
  run: StageRun,
  findings: readonly CodeFinding[],
  diagnosis: readonly DiagnosisEntry[],
): CodeCheck[] {
  const facts = gatherFacts(task, files, run);
  const joined = findings.flatMap((finding) => {
    const text = wordFinding(finding);
    const measured = measureFinding(finding, facts);
    return text === null ? [] : [{ finding, text, measured }];
  });
  return joined
    .sort((a, b) => (b.measured?.share ?? 0) - (a.measured?.share ?? 0))
    .map(({ finding, text, measured }) => ({
      rule: finding.rule,
      file: finding.file,
      line: finding.line,
      endLine: finding.endLine,
      name: finding.name,
      text,
      effect: measured && roundEffect(measured),
      effectText: wordEffect(finding, measured, run.report.offeredRps),
      cause: causeAt(finding, files, diagnosis),
    }));
}

const roundEffect = ({ share, figures }: Measured): Record<string, number> =>
  Object.fromEntries(Object.entries({ share, ...figures }).map(([name, figure]) => [name, roundFigure(figure, 4)]));

/** Causes that are told at the line where their victims happen to wait. */
const SYMPTOMS = new Set(['none', 'timeouts', 'slow-requests', 'guest-error', 'wrong-answers', 'stale-answers']);

/** The first cause whose line is one of the finding's: they are the same thing, seen from two sides. */
function causeAt(finding: CodeFinding, files: readonly string[], diagnosis: readonly DiagnosisEntry[]): string | null {
  const isThere = linesOf({ ...finding, at: [finding, ...finding.at] }, files);
  const found = diagnosis.find(
    ({ cause, file, line }) => !SYMPTOMS.has(cause) && file !== null && line !== null && isThere(lineOf(file, line, files)),
  );
  return finding.rule === 'wall-time' ? null : (found?.cause ?? null);
}
