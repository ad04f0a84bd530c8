// The only way to a report: climbs the ladder, measures, scores and explains. Page, command line, check and verifier all
// call this one function. Nothing that differs between two runs of the same submission enters a report.
import type { DatabasePort } from '#engine/database-port.ts';
import type { Guest } from '#engine/guest-port.ts';
import { runStage, stepStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS, type StageLimits, type StageOptions, type StageProgress } from '#engine/stage.ts';
import { assembleReport } from './assemble-report.ts';
import { createResponseChecker, type ResponseChecker } from './check-response.ts';
import { checkInvariants } from './invariants.ts';
import { climbLadder } from './ladder.ts';
import type { Report, StageReport } from './report.ts';
import type { Submission, Task, TaskStage } from './task.ts';

/** Enough for what a first run does most. */
const REHEARSED_STAGES = 2;

export interface JudgeHost {
  readonly guest: Guest;
  readonly database: DatabasePort;
  readonly limits?: StageLimits;
  readonly onStageStarted?: (index: number, offeredRps: number) => void;
  readonly onProgress?: (index: number, progress: StageProgress) => void;
  /** Not called for skipped stages. */
  readonly onStageDone?: (index: number, stage: StageReport) => void;
}

/** Throws GuestLoadError when the program cannot be loaded; errors inside handlers are answers with status 500 and lines on the console. */
export function judge(task: Task, submission: Submission, host: JudgeHost): Report {
  const checker = createResponseChecker(task, host.database);
  // Before anything of the program runs, and apart from its stages.
  const findings = host.guest.check(submission.files);
  const climb = climbLadder(
    task,
    () => host.guest.files,
    (stage, index) => {
      host.onStageStarted?.(index, stage.offeredRps);
      const { onProgress } = host;
      const options = planStage(task, stage, submission, host, checker);
      const recording = runStage(onProgress ? { ...options, onProgress: (progress) => onProgress(index, progress) } : options);
      const invariants = checkInvariants(task.world, recording, checker.database);
      return { recording, wrongExample: checker.wrongExample(), invariants };
    },
    host.onStageDone,
  );
  return assembleReport(task, submission, host.guest.files, climb, findings);
}

/**
 * The first stages without a verdict, in steps of one turn: for a host that wants compiled code and a filled memory of
 * answers before somebody waits for a run. A report is the same with it and without. Throws GuestLoadError.
 */
export function* rehearse(task: Task, submission: Submission, host: Pick<JudgeHost, 'guest' | 'database'>): Generator<void, void> {
  const checker = createResponseChecker(task, host.database);
  for (const stage of task.ladder.slice(0, REHEARSED_STAGES)) yield* stepStage(planStage(task, stage, submission, host, checker));
}

export function planStage(
  task: Task,
  stage: TaskStage,
  submission: Submission,
  host: Pick<JudgeHost, 'guest' | 'limits'>,
  checker: ResponseChecker,
): StageOptions {
  checker.startStage(stage);
  return {
    world: task.world,
    seed: submission.seed,
    offeredRps: stage.offeredRps,
    seconds: stage.seconds,
    warmupSeconds: stage.warmupSeconds,
    files: submission.files,
    guest: host.guest,
    database: checker.database,
    checkResponse: checker.check,
    limits: host.limits ?? DEFAULT_LIMITS,
  };
}
