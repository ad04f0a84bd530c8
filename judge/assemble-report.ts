// From the climbed ladder to the report. Pure: the same climb gives the same report, hash included.

import type { CodeFinding } from '#engine/guest-port.ts';
import { ENGINE_VERSION } from '#engine/version.ts';
import { joinCodeChecks } from './code-checks.ts';
import { diagnose } from './diagnosis.ts';
import { type Climb, decidingStageOf, survivedRpsOf } from './ladder.ts';
import { measureLoop } from './measure-loop.ts';
import { measureProfile } from './measure-profile.ts';
import { measureResource, measureTrace } from './metrics.ts';
import type { Report } from './report.ts';
import { hashReport } from './report-hash.ts';
import { scoreRun } from './score.ts';
import type { Submission, Task } from './task.ts';
import { findUpperBound } from './upper-bound.ts';

export function assembleReport(
  task: Task,
  submission: Submission,
  files: readonly string[],
  climb: Climb,
  findings: readonly CodeFinding[] = [],
): Report {
  const { stages, runs } = climb;
  const decidingStage = decidingStageOf(stages);
  const deciding = runs.find((run) => run.index === decidingStage);
  if (deciding === undefined) throw new Error('a ladder needs at least one stage');
  const stageResources = runs.map((run) => run.recording.resources.map(measureResource));
  const { recording } = deciding;
  const diagnosis = diagnose(task, files, deciding);
  const report: Report = {
    engineVersion: ENGINE_VERSION,
    challenge: task.challenge,
    language: submission.language,
    seed: submission.seed,
    scale: { ...recording.scale },
    stages: [...stages],
    survivedRps: survivedRpsOf(stages),
    score: scoreRun(task, stages, runs),
    decidingStage,
    resources: recording.resources.map(measureResource),
    stageResources,
    diagnosis,
    codeChecks: joinCodeChecks(task, files, deciding, findings, diagnosis),
    upperBound: findUpperBound(task, runs),
    console: recording.console.map((line) => ({ ...line })),
    consoleDropped: recording.consoleDropped,
    traces: runs.flatMap((run) => run.recording.traces.map((trace) => measureTrace(trace, run.index, files))),
    loops: runs.map((run) => measureLoop(run.recording, files)),
    profiles: runs.map((run) => measureProfile(run.recording, files, submission)),
    hash: '',
  };
  report.hash = hashReport(
    report,
    runs.map((run) => run.recording.hash),
  );
  return report;
}
