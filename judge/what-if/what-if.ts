// Runs the deciding stage again without the limit that it fell by: same seed, same program, same weather, in steps of one turn, so that a host
// can let go of it. The text says what is left then.
import { stepStage } from '#engine/simulation.ts';
import type { StageRecording } from '#engine/stage.ts';
import { ENGINE_VERSION } from '#engine/version.ts';
import { createResponseChecker } from '../check-response.ts';
import { diagnose } from '../diagnosis.ts';
import { checkInvariants } from '../invariants.ts';
import { type JudgeHost, planStage } from '../judge.ts';
import type { StageRun } from '../ladder.ts';
import { measureStage } from '../metrics.ts';
import type { Report, StageReport } from '../report.ts';
import { hashReport } from '../report-hash.ts';
import type { Submission, Task } from '../task.ts';
import { findUpperBound } from '../upper-bound.ts';
import { chooseLimit, type Limit } from './choose-limit.ts';
import { describeWhatIf } from './describe.ts';
import { liftLimit } from './lift-limit.ts';
import type { Measured, WhatIf, WhatIfReport } from './what-if-report.ts';

type Host = Pick<JudgeHost, 'guest' | 'database' | 'limits'>;

/** Without a lock the answers are what they are: only time is compared. */
const OF_TIME = new Set(['p99', 'error-rate', 'keeps-up']);

export function* stepWhatIf(task: Task, submission: Submission, report: Report, host: Host): Generator<void, WhatIfReport> {
  const limit = chooseLimit(report);
  const measured = limit === null ? null : yield* measure(task, submission, report, limit, host);
  const result: WhatIfReport = {
    engineVersion: ENGINE_VERSION,
    report: report.hash,
    whatIf: measured === null ? [] : [measured.whatIf],
    hash: '',
  };
  result.hash = hashReport(result, measured === null ? [] : [measured.recording.hash]);
  return result;
}

export function measureWhatIf(task: Task, submission: Submission, report: Report, host: Host): WhatIfReport {
  const steps = stepWhatIf(task, submission, report, host);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

function* measure(
  task: Task,
  submission: Submission,
  report: Report,
  limit: Limit,
  host: Host,
): Generator<void, { readonly whatIf: WhatIf; readonly recording: StageRecording } | null> {
  const index = report.decidingStage;
  const planned = task.ladder[index];
  const stageBefore = report.stages[index];
  if (planned === undefined || stageBefore === undefined) return null;
  const { world, lift } = liftLimit(task.world, limit, host.guest.files);
  const lifted: Task = { ...task, world };
  const checker = createResponseChecker(lifted, host.database);
  const options = planStage(lifted, planned, submission, host, checker);
  const recording = yield* stepStage(lift === undefined ? options : { ...options, lift });
  const invariants = checkInvariants(world, recording, checker.database);
  const stage = measureStage(recording, invariants, lifted, host.guest.files);
  const run: StageRun = { index, recording, report: stage, wrongExample: checker.wrongExample(), invariants };
  const timeOnly = limit.kind === 'lock' || limit.kind === 'rows';
  const after = figuresOf(stage, timeOnly);
  const [next] = after.survived ? [] : diagnose(lifted, host.guest.files, run);
  const { rps, limitedBy } = findUpperBound(lifted, [run]);
  const found: Omit<WhatIf, 'text'> = {
    resource: limit.resource,
    kind: limit.kind,
    stage: index,
    offeredRps: stageBefore.offeredRps,
    before: figuresOf(stageBefore, timeOnly),
    after,
    nextCause: next?.cause ?? null,
    upperBound: { rps, limitedBy },
  };
  return { whatIf: { ...found, text: describeWhatIf(found, limit, task) }, recording };
}

function figuresOf(stage: StageReport, timeOnly: boolean): Measured {
  const rows = timeOnly ? stage.slo.filter(({ id }) => OF_TIME.has(id)) : stage.slo;
  return {
    p99Ms: stage.latencyMs.p99,
    goodputRps: stage.goodputRps,
    errorRate: stage.errorRate,
    survived: stage.fault === null && rows.every(({ passed }) => passed),
  };
}
