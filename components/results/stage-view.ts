// Which stage is looked at, and what the picture of the system shows of it, in every phase of a run.
import type { Report } from '#judge/report.ts';
import type { Task } from '#judge/task.ts';
import { describeWorld, type SystemSource } from './picture/system.ts';
import type { RunState } from './run-state.ts';

export interface StageView {
  /** Index into the ladder; null while there is nothing to look at. */
  readonly stage: number | null;
  /** Null: nothing is known of the system. */
  readonly source: SystemSource | null;
  /** Requests answered so far by the whole fleet, while a stage runs. */
  readonly answered: number | null;
}

/** A stage that runs is seen as it is now; only a finished one can be replayed. */
const NO_SERIES = { utilisation: [], queue: [] };

export function findView(state: RunState, task: Task | null, chosen: number | null): StageView {
  const { report } = state;
  if (report) return viewReport(report, chosen ?? report.decidingStage);
  const running = state.ladder.findIndex((rung) => rung.state === 'running');
  const finished = state.ladder.findLastIndex((rung) => rung.state === 'done');
  const rung = state.ladder[running];
  const scale = task?.world.workers ?? state.previousReport?.scale ?? null;
  if (scale === null) return { stage: chosen ?? indexOrNull(finished), source: null, answered: null };
  const live = rung?.state === 'running' ? rung : null;
  const shown = state.ladder[chosen ?? finished];
  const source: SystemSource = {
    scale: { simulated: scale.simulated, count: scale.count },
    offeredRps: live?.offeredRps ?? (shown?.state === 'done' ? shown.offeredRps : null),
    stage: live === null && shown?.state === 'done' ? shown.stage : null,
    resources: state.live.length > 0 ? state.live.map((resource) => ({ ...resource, series: NO_SERIES })) : null,
    structure: state.previousReport?.resources ?? (task ? describeWorld(task.world) : []),
    traces: [],
    bottleneck: null,
    bucket: null,
    inFlight: live?.inFlight ?? null,
  };
  const fleet = scale.count / scale.simulated;
  return { stage: chosen ?? indexOrNull(finished), source, answered: live === null ? null : live.completed * fleet };
}

function indexOrNull(index: number): number | null {
  return index < 0 ? null : index;
}

function viewReport(report: Report, stage: number): StageView {
  const first = report.diagnosis[0];
  return {
    stage,
    answered: null,
    source: {
      scale: report.scale,
      offeredRps: report.stages[stage]?.offeredRps ?? null,
      stage: report.stages[stage] ?? null,
      resources: report.stageResources[stage] ?? null,
      structure: report.resources,
      traces: report.traces.filter((trace) => trace.stage === stage),
      // The diagnosis is the deciding stage's: on another stage the same resource may be idle.
      bottleneck: stage === report.decidingStage && first !== undefined && first.cause !== 'none' ? first.resource : null,
      bucket: null,
      inFlight: null,
    },
  };
}
