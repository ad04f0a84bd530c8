// What changed between two runs, in words and figures: first how far it got, then how fast, then why it fell.
import { describeWaiting } from './change-of-waiting.ts';
import { nameCause } from './diagnosis/cause-names.ts';
import type { Text } from './diagnosis/finding.ts';
import { wordMs, wordRate, wordShare } from './figures.ts';
import type { Report, StageReport } from './report.ts';

/** Smaller differences are not worth a sentence. */
const NOTABLE = 0.05;
const NOTABLE_ERRORS = 0.005;

export function describeChange(previous: Report, current: Report): Text[] {
  if (previous.hash === current.hash) return [{ en: 'Nothing changed: the report is the same.', zh: '没有变化：报告完全相同。' }];
  const pair = highestInBoth(previous, current);
  const sentences = [
    describeSurvival(previous, current),
    ...(pair === null ? [] : [describeLatency(pair), describeErrors(pair)]),
    describeBottleneck(previous, current),
    ...(pair === null ? [] : describeWaiting(resourcesAt(previous, pair.before), resourcesAt(current, pair.now))),
    describeBound(previous, current),
    describeScore(previous, current),
  ];
  return sentences.filter((sentence) => sentence !== null);
}

function describeSurvival(previous: Report, current: Report): Text {
  const before = wordRate(previous.survivedRps);
  const now = wordRate(current.survivedRps);
  if (previous.survivedRps === current.survivedRps) {
    return { en: `Survives ${now} requests/s, as before.`, zh: `扛住每秒 ${now} 个请求，与上次相同。` };
  }
  const better = current.survivedRps > previous.survivedRps;
  return {
    en: `Survives ${now} requests/s, ${better ? 'up' : 'down'} from ${before}.`,
    zh: `扛住每秒 ${now} 个请求，上次为 ${before}，${better ? '有所提升' : '有所下降'}。`,
  };
}

/** The same stage in both runs. */
interface StagePair {
  readonly before: StageReport;
  readonly now: StageReport;
}

/** At the highest rate that both tried and answered somebody at. */
function highestInBoth(previous: Report, current: Report): StagePair | null {
  const tried = (stage: StageReport) => !stage.skipped && stage.completed > 0;
  let pair: StagePair | null = null;
  for (const now of current.stages) {
    const before = previous.stages.find((other) => other.offeredRps === now.offeredRps);
    if (before === undefined || !tried(now) || !tried(before)) continue;
    if (pair === null || now.offeredRps > pair.now.offeredRps) pair = { before, now };
  }
  return pair;
}

/** Only stages that were run have resources. */
function resourcesAt(report: Report, stage: StageReport) {
  return report.stageResources[report.stages.filter((each) => !each.skipped).indexOf(stage)] ?? [];
}

function describeLatency({ before, now }: StagePair): Text {
  const was = wordMs(before.latencyMs.p99);
  const is = wordMs(now.latencyMs.p99);
  const at = wordRate(now.offeredRps);
  if (!isNotable(before.latencyMs.p99, now.latencyMs.p99)) {
    return { en: `At ${at} the p99 stays at ${is}.`, zh: `在 ${at} 档，p99 保持在 ${is}。` };
  }
  const better = now.latencyMs.p99 < before.latencyMs.p99;
  return {
    en: `At ${at} the p99 ${better ? 'falls' : 'rises'} from ${was} to ${is}.`,
    zh: `在 ${at} 档，p99 由 ${was} ${better ? '降至' : '升至'} ${is}。`,
  };
}

function describeErrors({ before, now }: StagePair): Text | null {
  if (Math.abs(before.errorRate - now.errorRate) < NOTABLE_ERRORS) return null;
  const at = wordRate(now.offeredRps);
  const was = wordShare(before.errorRate);
  const is = wordShare(now.errorRate);
  const fewer = now.errorRate < before.errorRate;
  return {
    en: `At ${at} the errors ${fewer ? 'fall' : 'rise'} from ${was.en} to ${is.en}.`,
    zh: `在 ${at} 档，错误率由 ${was.zh} ${fewer ? '降至' : '升至'} ${is.zh}。`,
  };
}

function describeBottleneck(previous: Report, current: Report): Text | null {
  const before = previous.diagnosis[0];
  const now = current.diagnosis[0];
  if (before === undefined || now === undefined) return null;
  const was = nameCause(before.cause);
  const is = nameCause(now.cause);
  if (before.cause !== now.cause) {
    if (now.cause === 'none') return { en: `The bottleneck (${was.en}) is gone.`, zh: `瓶颈（${was.zh}）已消除。` };
    if (before.cause === 'none') return { en: `A bottleneck has appeared: ${is.en}.`, zh: `出现了瓶颈：${is.zh}。` };
    const remains = current.diagnosis.some((entry) => entry.cause === before.cause);
    return {
      en: `The bottleneck moved from ${was.en}${remains ? ', which is still there behind it,' : ', which is gone,'} to ${is.en}.`,
      zh: `瓶颈由${was.zh}${remains ? '（仍存在，但已退居其次）' : '（已消除）'}转为${is.zh}。`,
    };
  }
  return now.cause === 'none' ? null : { en: `The bottleneck is still the same: ${is.en}.`, zh: `瓶颈仍是${is.zh}。` };
}

function describeBound(previous: Report, current: Report): Text | null {
  const before = previous.upperBound.rps;
  const now = current.upperBound.rps;
  if (!isNotable(before, now)) return null;
  return {
    en: `The design tops out near ${wordRate(now)} requests/s instead of ${wordRate(before)}.`,
    zh: `设计上限由每秒约 ${wordRate(before)} 变为 ${wordRate(now)} 个请求。`,
  };
}

function describeScore(previous: Report, current: Report): Text | null {
  const before = previous.score.total;
  const now = current.score.total;
  if (before === now) return null;
  const sign = now > before ? '+' : '−';
  const by = Math.abs(now - before);
  return { en: `Score ${now}, ${sign}${by}.`, zh: `得分 ${now}（${sign}${by}）。` };
}

function isNotable(before: number, now: number): boolean {
  return Math.abs(now - before) > NOTABLE * Math.max(before, now);
}
