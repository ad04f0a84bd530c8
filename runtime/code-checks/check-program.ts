// Checks of a program's own code, for both languages: what stands in the text, before anything of it has run. Rather silent
// than wrong: a name that cannot be followed is no finding.
import type { CodeFinding } from '#engine/guest-port.ts';
import type { Checked, Rule } from './finding.ts';
import { indexProgram } from './program.ts';
import { findReach, outermost } from './reach.ts';
import { findBlockingCalls } from './rules/blocking-call.ts';
import { findClientsPerRequest } from './rules/client-per-request.ts';
import { findLocksAcrossAwaits } from './rules/lock-across-await.ts';
import { findMissingTimeouts } from './rules/no-timeout.ts';
import { findRepeatedWaits } from './rules/repeated-waits.ts';
import { findSequentialAwaits } from './rules/sequential-awaits.ts';
import { findSleepsOfZero } from './rules/sleep-zero.ts';
import { findWallTimes } from './rules/wall-time.ts';
import type { SourceFile } from './syntax.ts';

const RULES: readonly Rule[] = [
  findBlockingCalls,
  findClientsPerRequest,
  findRepeatedWaits,
  findSequentialAwaits,
  findLocksAcrossAwaits,
  findMissingTimeouts,
  findSleepsOfZero,
  findWallTimes,
];

/** More are not told: a program of thousands of faults is read no better for all of them. */
const MOST_FINDINGS = 50;

/** In the order of files and lines. */
export function checkProgram(files: readonly SourceFile[]): CodeFinding[] {
  const program = indexProgram(files);
  const reach = findReach(program);
  const checked: Checked = { program, reach, fns: outermost(reach.perRequest) };
  const found = new Map(RULES.flatMap((rule) => rule(checked)).map((each) => [`${each.rule} ${each.file} ${each.line}`, each]));
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...found.values()].sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.rule, b.rule)).slice(0, MOST_FINDINGS);
}

/** The same for a guest: no check may end a run, and a program that nests thousands deep has no findings. */
export function checkSafely(readSyntax: () => readonly SourceFile[] | null): CodeFinding[] {
  try {
    const files = readSyntax();
    return files === null ? [] : checkProgram(files);
  } catch {
    return [];
  }
}
