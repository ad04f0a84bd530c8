// Climbs the surge ladder: which stages are run and which are skipped. A collapse ends the climb; a mild failure lets it
// go on for one more stage, because the shape of the fall (p99 a little late, or everything on the floor) is worth seeing.
import type { StageRecording } from '#engine/stage.ts';
import type { WrongExample } from './check-response.ts';
import type { InvariantResult } from './invariants.ts';
import { describeSkippedStage, measureStage } from './metrics.ts';
import type { StageReport } from './report.ts';
import type { Task, TaskStage } from './task.ts';

/** Modelled: beyond these a higher stage would only burn time on the same picture. */
const COLLAPSE_ERROR_RATE = 0.2;
const COLLAPSE_GOODPUT_SHARE = 0.7;
const FAILURES_ALLOWED = 2;

export interface StageRun {
  /** Index into the ladder. */
  readonly index: number;
  readonly recording: StageRecording;
  readonly report: StageReport;
  /** The first answer that was not right, if there was one. */
  readonly wrongExample: WrongExample | null;
  readonly invariants: readonly InvariantResult[];
}

export interface Climb {
  /** Every stage of the ladder, skipped ones with zeros. */
  readonly stages: readonly StageReport[];
  readonly runs: readonly StageRun[];
}

export type RunOneStage = (stage: TaskStage, index: number) => Pick<StageRun, 'recording' | 'wrongExample' | 'invariants'>;

/** meanRps: what arrived at its load. */
function hasCollapsed(stage: StageReport, meanRps: number): boolean {
  if (stage.passed || stage.skipped) return false;
  return stage.fault !== null || stage.errorRate > COLLAPSE_ERROR_RATE || stage.goodputRps < COLLAPSE_GOODPUT_SHARE * meanRps;
}

/** `files` is asked after each stage: a guest knows its files once it has loaded them. */
export function climbLadder(
  task: Task,
  files: () => readonly string[],
  runOne: RunOneStage,
  onDone?: (index: number, stage: StageReport) => void,
): Climb {
  const stages: StageReport[] = [];
  const runs: StageRun[] = [];
  let failures = 0;
  let ended = false;
  for (const [index, planned] of task.ladder.entries()) {
    if (ended) {
      stages.push(describeSkippedStage(planned));
      continue;
    }
    const { recording, wrongExample, invariants } = runOne(planned, index);
    const report = measureStage(recording, invariants, task, files());
    stages.push(report);
    runs.push({ index, recording, report, wrongExample, invariants });
    onDone?.(index, report);
    if (!report.passed) failures += 1;
    ended =
      report.fault?.verdict === 'stack-overflow' ||
      (!task.runEveryStage && (hasCollapsed(report, recording.arrivalRps.mean) || failures >= FAILURES_ALLOWED));
  }
  return { stages, runs };
}

/** Highest stage whose promise held, all lower ones too; 0 if the first one fell. */
export function survivedRpsOf(stages: readonly StageReport[]): number {
  return survivedStages(stages).at(-1)?.offeredRps ?? 0;
}

export function survivedStages(stages: readonly StageReport[]): readonly StageReport[] {
  const firstFailed = stages.findIndex((stage) => !stage.passed);
  return firstFailed < 0 ? stages : stages.slice(0, firstFailed);
}

/** The stage that decides: the first that failed, else the last. */
export function decidingStageOf(stages: readonly StageReport[]): number {
  const firstFailed = stages.findIndex((stage) => !stage.passed);
  return firstFailed < 0 ? stages.length - 1 : firstFailed;
}
