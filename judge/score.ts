// 0 to 100 points by four criteria with stable ids. Invariant: with the same figures, a stage that passes instead of
// failing never lowers any criterion, so surviving more never lowers the total. Every criterion says why, in figures.
import { ln } from '#engine/exact-math.ts';
import type { StageRecording } from '#engine/stage.ts';
import { roundFigure, wordMs, wordRate, wordShare } from './figures.ts';
import { type StageRun, survivedStages } from './ladder.ts';
import type { Criterion, StageReport } from './report.ts';
import { wrongRateOf } from './slo.ts';
import type { Task } from './task.ts';

/** Modelled: survival is what was asked for; the rest tells two survivors apart. */
const MAX = { survival: 60, latency: 15, correctness: 15, efficiency: 10 } as const;
/** A p99 at this share of its limit or below has full headroom. */
const COMFORTABLE_LATENCY = 0.25;
/** Utilisation of the bottleneck: full points below the first, none above the second; queues grow steeply in between. */
const COMFORTABLE_UTILISATION = 0.6;
const FULL_UTILISATION = 0.95;
/** A loop that was never held longer than this is worth 3 of the 10 efficiency points. */
const LOOP_BLOCK_MS = 50;
const LOOP_SHARE = 0.3;
/** At this share of wrong answers the correctness points are gone; a single wrong one costs at least one point. */
const WRONG_RATE_MAX = 0.1;
/** A stage that nearly held is worth up to this share of what passing it adds. */
const NEAR_MISS_SHARE = 0.5;

/** How far up the ladder a rate is: the first rung and each doubling count the same; 1 at the goal and above. */
export function climbShare(rps: number, task: Task): number {
  const first = task.ladder[0]?.offeredRps ?? 0;
  if (rps <= 0 || first <= 0) return 0;
  if (rps >= task.goalRps) return 1;
  return (1 + doublings(Math.max(rps, first) / first)) / (1 + doublings(task.goalRps / first));
}

export function scoreRun(task: Task, stages: readonly StageReport[], runs: readonly StageRun[]): { total: number; criteria: Criterion[] } {
  const survived = survivedStages(stages);
  const criteria = [
    scoreSurvival(task, stages, runs, survived.length),
    scoreLatency(task, survived),
    scoreCorrectness(task, runs, survived.length),
    scoreEfficiency(task, runs, survived.length),
  ];
  return { total: criteria.reduce((sum, criterion) => sum + criterion.points, 0), criteria };
}

function scoreSurvival(task: Task, stages: readonly StageReport[], runs: readonly StageRun[], survivedCount: number): Criterion {
  const survivedRps = stages[survivedCount - 1]?.offeredRps ?? 0;
  const share = climbShare(survivedRps, task);
  const next = stages[survivedCount];
  const arrived = runs.find((run) => run.index === survivedCount)?.recording.arrivalRps.mean ?? 0;
  const served = next === undefined || arrived === 0 ? 0 : Math.min(1, next.goodputRps / arrived);
  const nearMiss = next === undefined ? 0 : (climbShare(next.offeredRps, task) - share) * NEAR_MISS_SHARE * served;
  const points = Math.round(MAX.survival * Math.min(1, share + nearMiss));
  const goal = wordRate(task.goalRps);
  const near = { en: '', zh: '' };
  if (next !== undefined && survivedRps < task.goalRps) {
    near.en = ` At ${wordRate(next.offeredRps)} it served ${wordShare(served).en} in time and right, which counts half.`;
    near.zh = `在 ${wordRate(next.offeredRps)} 档，${wordShare(served).zh} 的请求按时且正确地得到应答，按一半计分。`;
  }
  const why =
    survivedRps === 0
      ? { en: `No stage of the ladder held.${near.en}`, zh: `没有任何一档达标。${near.zh}` }
      : {
          en: `Survived ${wordRate(survivedRps)} of ${goal} requests/s; each doubling counts the same.${near.en}`,
          zh: `扛住了每秒 ${wordRate(survivedRps)} 个请求（目标 ${goal}），每翻一倍得分相同。${near.zh}`,
        };
  return { id: 'survival', points, max: MAX.survival, why };
}

function scoreLatency(task: Task, survived: readonly StageReport[]): Criterion {
  const limitMs = task.slo.p99Ms;
  const best = bestOf(survived, (stage) => {
    const headroom = clamp((1 - stage.latencyMs.p99 / limitMs) / (1 - COMFORTABLE_LATENCY));
    return climbShare(stage.offeredRps, task) * headroom;
  });
  const points = Math.round(MAX.latency * best.value);
  const stage = survived[best.index];
  const why =
    stage === undefined
      ? { en: 'No stage held, so there is no headroom to speak of.', zh: '没有任何一档达标，谈不上延迟余量。' }
      : {
          en: `At ${wordRate(stage.offeredRps)} the p99 was ${wordMs(stage.latencyMs.p99)} of ${wordMs(limitMs)}; full headroom is ${wordMs(limitMs * COMFORTABLE_LATENCY)} or less, weighted by how far up the ladder it holds.`,
          zh: `在 ${wordRate(stage.offeredRps)} 档，p99 为 ${wordMs(stage.latencyMs.p99)}，上限 ${wordMs(limitMs)}；不超过 ${wordMs(limitMs * COMFORTABLE_LATENCY)} 才算余量充足，并按所达到的档位加权。`,
        };
  return { id: 'latency', points, max: MAX.latency, why };
}

function scoreCorrectness(task: Task, runs: readonly StageRun[], survivedCount: number): Criterion {
  const max = MAX.correctness;
  if (survivedCount === 0) {
    return {
      id: 'correctness',
      points: 0,
      max,
      why: { en: 'Counts only once a stage has held.', zh: '至少一档达标后才计分。' },
    };
  }
  const worst = bestOf(runs, (run) => wrongRateOf(run.recording));
  if (worst.value === 0) {
    return { id: 'correctness', points: max, max, why: tellRight(task, runs) };
  }
  const points = Math.min(max - 1, Math.floor(max * (1 - clamp(worst.value / WRONG_RATE_MAX))));
  const rps = wordRate(runs[worst.index]?.report.offeredRps ?? 0);
  const share = wordShare(worst.value);
  return {
    id: 'correctness',
    points,
    max,
    why: {
      en: `At ${rps}, ${share.en} of the 2xx answers were wrong or stale; at ${wordShare(WRONG_RATE_MAX).en} nothing is left of these points.`,
      zh: `在 ${rps} 档，${share.zh} 的 2xx 应答内容错误或过期；达到 ${wordShare(WRONG_RATE_MAX).zh} 时此项不得分。`,
    },
  };
}

/** No answer was wrong: what was checked, and what held of it. */
function tellRight(task: Task, runs: readonly StageRun[]): Criterion['why'] {
  if (task.expected.length > 0) return { en: 'Every checked answer was right.', zh: '所有被检查的应答都正确。' };
  const ids = task.world.invariants.map(({ id }) => id);
  const broken = new Set(runs.flatMap(({ invariants }) => invariants.filter((invariant) => invariant.broken > 0).map(({ id }) => id)));
  const names = (wanted: readonly string[]) => wanted.map((id) => `"${id}"`).join(', ');
  const kept = ids.filter((id) => !broken.has(id));
  const fell = ids.filter((id) => broken.has(id));
  if (ids.length === 0)
    return { en: 'No expected answers are declared, so none could be wrong.', zh: '没有声明期望的应答，因此无从出错。' };
  const keptText =
    kept.length === 0
      ? { en: '', zh: '' }
      : {
          en: `${kept.length === 1 ? 'The invariant' : 'The invariants'} ${names(kept)} held at the end of every stage that ran (${runs.length}).`,
          zh: `不变量 ${names(kept)} 在运行过的全部 ${runs.length} 档结束时都成立。`,
        };
  if (fell.length === 0) return keptText;
  return {
    en: `No answer was checked by itself. ${names(fell)} did not hold at the end of a stage, which that stage pays for.${keptText.en === '' ? '' : ` ${keptText.en}`}`,
    zh: `没有逐个检查应答。不变量 ${names(fell)} 在某一档结束时不成立，该档因此未达标。${keptText.zh}`,
  };
}

function scoreEfficiency(task: Task, runs: readonly StageRun[], survivedCount: number): Criterion {
  const survived = runs.slice(0, survivedCount);
  const best = bestOf(survived, (run) => climbShare(run.report.offeredRps, task) * efficiencyOf(run));
  const run = survived[best.index];
  const points = Math.round(MAX.efficiency * best.value);
  if (run === undefined) {
    return {
      id: 'efficiency',
      points,
      max: MAX.efficiency,
      why: { en: 'No stage held, so nothing was left over.', zh: '没有任何一档达标，也就没有余力可言。' },
    };
  }
  const rps = wordRate(run.report.offeredRps);
  const busiest = busiestOf(run.recording);
  const share = wordShare(busiest.utilisation);
  const lag = wordMs(run.report.loopLagMs.max);
  return {
    id: 'efficiency',
    points,
    max: MAX.efficiency,
    why: {
      en: `At ${rps} the busiest resource (${busiest.name}) was ${share.en} busy and the longest loop lag was ${lag}; full points at ${wordShare(COMFORTABLE_UTILISATION).en} or less and a lag under ${LOOP_BLOCK_MS} ms, weighted by how far up the ladder it holds.`,
      zh: `在 ${rps} 档，最忙的资源（${busiest.name}）利用率为 ${share.zh}，事件循环最长延迟 ${lag}；利用率不超过 ${wordShare(COMFORTABLE_UTILISATION).zh} 且延迟低于 ${LOOP_BLOCK_MS} ms 得满分，并按所达到的档位加权。`,
    },
  };
}

function efficiencyOf(run: StageRun): number {
  const spare = clamp((FULL_UTILISATION - busiestOf(run.recording).utilisation) / (FULL_UTILISATION - COMFORTABLE_UTILISATION));
  return (1 - LOOP_SHARE) * spare + (run.report.loopLagMs.max < LOOP_BLOCK_MS ? LOOP_SHARE : 0);
}

/** A semaphore that is always full is a limit at work; open connections are held, not used up; the GIL is part of the worker's CPU, and row
 *  locks are counted by who waits. */
const NO_COMPETITION: ReadonlySet<string> = new Set(['semaphore', 'connections', 'gil', 'rows']);

/** The busiest of what requests compete for. */
function busiestOf(recording: StageRecording): { readonly name: string; readonly utilisation: number } {
  const competing = recording.resources.filter((resource) => !NO_COMPETITION.has(resource.kind));
  const best = bestOf(competing, (resource) => resource.utilisation);
  return { name: competing[best.index]?.name ?? '-', utilisation: roundFigure(best.value, 3) };
}

/** The largest value and where it is; the last of equals, which is the highest stage. Index -1 if there is nothing. */
function bestOf<Item>(items: readonly Item[], measure: (item: Item) => number): { readonly index: number; readonly value: number } {
  let index = -1;
  let value = 0;
  for (const [i, item] of items.entries()) {
    const candidate = measure(item);
    if (index < 0 || candidate >= value) {
      index = i;
      value = candidate;
    }
  }
  return { index, value };
}

/** Base-2 logarithm without Math.log2, which may differ between browsers: a score must not. */
function doublings(ratio: number): number {
  return ln(ratio) / ln(2);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
