// The only way to a report: climbs the ladder, measures, scores and explains. Page, command line, check and verifier all
// call this one function. Nothing that differs between two runs of the same submission enters a report.
import type { DatabasePort } from '#engine/database-port.ts';
import type { Guest } from '#engine/guest-port.ts';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS, type StageLimits, type StageProgress } from '#engine/stage.ts';
import { assembleReport } from './assemble-report.ts';
import { createResponseChecker } from './check-response.ts';
import { climbLadder } from './ladder.ts';
import type { Report, StageReport } from './report.ts';
import type { Submission, Task } from './task.ts';

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
  const climb = climbLadder(
    task,
    () => host.guest.files,
    (stage, index) => {
      host.onStageStarted?.(index, stage.offeredRps);
      checker.startStage(stage);
      const { onProgress } = host;
      const recording = runStage({
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
        ...(onProgress === undefined ? {} : { onProgress: (progress: StageProgress) => onProgress(index, progress) }),
      });
      return { recording, wrongExample: checker.wrongExample() };
    },
    host.onStageDone,
  );
  return assembleReport(task, submission, host.guest.files, climb);
}
