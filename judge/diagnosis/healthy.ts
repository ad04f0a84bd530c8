// When nothing broke: what would give way next. And the last resort of a failed stage for which no rule spoke: where its
// requests spent most of their time.
import type { LineWait } from '#engine/stage.ts';
import { measureDemands } from '../demand.ts';
import { wordMs, wordPlace, wordRate, wordShare } from '../figures.ts';
import { describeLimit } from '../upper-bound.ts';
import type { StageFacts } from './facts.ts';
import { evidenceOf, type Finding } from './finding.ts';

/** Busier than this, a limit is reached, even if the stage still holds. Modelled. */
const REACHED = 0.88;

export function describeHealth(facts: StageFacts): Finding {
  const { report, task } = facts;
  const next = measureDemands(facts.recording, task)[0];
  const p99 = wordMs(report.latencyMs.p99);
  const rate = wordRate(report.offeredRps);
  const limit = { en: '', zh: '' };
  const reached = next !== undefined && next.utilisation >= REACHED;
  if (next !== undefined) {
    const reason = describeLimit(next);
    const busy = wordShare(next.utilisation);
    // Chance in the arrivals of one window may put the bound below the rate that just held.
    const above = next.boundRps > report.offeredRps;
    limit.en = above
      ? ` The next limit is near ${wordRate(next.boundRps)} requests/s: ${reason.en}; it is ${busy.en} busy now.`
      : ` The next limit is right here: the busiest resource (${next.name}) is ${busy.en} busy.`;
    limit.zh = above
      ? `下一个上限约在每秒 ${wordRate(next.boundRps)} 个请求：到那时${reason.zh}；目前利用率为 ${busy.zh}。`
      : `下一个上限就在眼前：最忙的资源（${next.name}）利用率已达 ${busy.zh}。`;
  }
  return {
    cause: 'none',
    resource: next?.name ?? null,
    evidence: evidenceOf({ p99Ms: report.latencyMs.p99, nextLimitRps: next?.boundRps ?? 0, utilisation: next?.utilisation ?? 0 }),
    line: 0,
    text: {
      en: `${reached ? 'It only just holds' : 'Nothing is saturated'} at ${rate} requests/s: p99 ${p99} of ${wordMs(task.slo.p99Ms)}.${limit.en}`,
      zh: `每秒 ${rate} 个请求时${reached ? '只是勉强达标' : '没有任何资源饱和'}：p99 为 ${p99}，上限 ${wordMs(task.slo.p99Ms)}。${limit.zh}`,
    },
    rank: 0,
  };
}

export function describeSlowRequests(facts: StageFacts): Finding {
  const spentNs = (wait: LineWait) => wait.queueNs + wait.serviceNs;
  const top = [...facts.recording.lineWaits].sort((a, b) => spentNs(b) - spentNs(a) || a.line - b.line)[0];
  const broken = [...facts.broken].join(', ');
  const spentMs = top === undefined ? 0 : spentNs(top) / facts.requests / 1e6;
  const share = Math.min(1, spentMs / Math.max(1e-9, facts.meanLatencyMs));
  const at = wordPlace(top?.line ?? 0, facts.files);
  const where = { en: '', zh: '' };
  if (top !== undefined) {
    where.en = ` Most of the time goes${at.en} (${top.resource}): ${wordMs(spentMs)} a request, ${wordShare(share).en} of the latency.`;
    where.zh = `耗时最多的是 ${top.resource}${at.zh}：每个请求 ${wordMs(spentMs)}，占延迟的 ${wordShare(share).zh}。`;
  }
  return {
    cause: 'slow-requests',
    resource: top?.resource ?? null,
    evidence: evidenceOf({ broken, p99Ms: facts.report.latencyMs.p99, meanMs: facts.meanLatencyMs, spentMs, latencyShare: share }),
    line: top?.line ?? 0,
    text: {
      en: `No resource is saturated, but ${broken || 'the stage'} does not hold.${where.en}`,
      zh: `没有资源饱和，但 ${broken || '本档'} 未达标。${where.zh}`,
    },
    rank: 0,
  };
}
