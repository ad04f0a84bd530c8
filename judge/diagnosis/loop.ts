// The worker itself: one event loop, one CPU. When it is full, everything that waits for a turn looks slow (a pool's
// connection is held until the loop comes round to give it back), so these findings explain the others and go first.
import type { SlowStep } from '#engine/stage.ts';
import { wordCount, wordMs, wordPlace, wordShare } from '../figures.ts';
import { type StageFacts, waitsFor } from './facts.ts';
import { evidenceOf, type Finding, RANK, type Rule, type Text } from './finding.ts';

/** Modelled: above this the loop's queue grows faster than the figure suggests. */
const LOOP_FULL = 0.85;
const LOOP_BUSY = 0.7;
/** A slow step that takes this share of the busy time is the reason for it. */
const DOMINANT_SHARE = 0.3;
/** A block that touches this share of the time touches the p99. */
const TAIL_SHARE = 0.01;
/** ... if it is at least this share of the p99's limit long. */
const TAIL_LENGTH = 0.25;

/** Statements from one line per request: above this it is a loop around a query, as in database.ts. */
const N_PLUS_ONE = 3;

const SYMPTOMS_OF_A_FULL_LOOP = [
  'pool-exhausted',
  'semaphore-limited',
  'lock-contention',
  'thread-starvation',
  'api-slow',
  'database-slow',
  'cache-slow',
  'connections-churn',
  'slow-requests',
  'timeouts',
];

interface BlockingStep {
  readonly step: SlowStep;
  /** Share of the window in which a worker was held by it. */
  readonly share: number;
  /** It fills the loop, and does not only lengthen the tail. */
  readonly dominant: boolean;
}

function findBlockingStep(facts: StageFacts): BlockingStep | null {
  const { recording, loopBusy } = facts;
  const windowNs = recording.seconds * 1e9 * recording.scale.simulated;
  let step: SlowStep | undefined;
  for (const candidate of recording.slowSteps) if (step === undefined || candidate.totalNs > step.totalNs) step = candidate;
  if (step === undefined) return null;
  const share = Math.min(1, step.totalNs / windowNs);
  const dominant = loopBusy >= LOOP_BUSY && share >= DOMINANT_SHARE * loopBusy;
  const inTail = share >= TAIL_SHARE && step.maxNs / 1e6 >= TAIL_LENGTH * facts.task.slo.p99Ms;
  return dominant || inTail ? { step, share, dominant } : null;
}

export const diagnoseBlockedLoop: Rule = (facts) => {
  const blocking = facts.report.passed ? null : findBlockingStep(facts);
  if (blocking === null) return [];
  const { step, share, dominant } = blocking;
  const loop = waitsFor(facts, 'loop')[0];
  const at = wordPlace(step.line, facts.files);
  const meanMs = step.totalNs / Math.max(1, step.count) / 1e6;
  const maxMs = step.maxNs / 1e6;
  const lagMs = facts.report.loopLagMs.p99;
  const advice = adviceFor(step, facts);
  const words = wordShare(share);
  const finding: Finding = {
    cause: 'loop-blocked',
    resource: loop?.resource.name ?? 'loop',
    evidence: evidenceOf({
      what: step.what,
      blockedShare: share,
      utilisation: facts.loopBusy,
      meanMs,
      maxMs,
      count: step.count,
      loopLagP99Ms: lagMs,
      waitingShare: loop?.queueShare ?? 0,
    }),
    line: step.line,
    text: {
      en: `${nameStep(step).en}${at.en} blocks the event loop ${wordMs(meanMs)} each time (${wordMs(maxMs)} at most), ${words.en} of the time in all: meanwhile no other request of that worker moves, and the p99 loop lag is ${wordMs(lagMs)}. ${advice.en}`,
      zh: `${nameStep(step).zh}${at.zh}每次阻塞事件循环 ${wordMs(meanMs)}（最长 ${wordMs(maxMs)}），合计占 ${words.zh} 的时间：期间该 worker 的其他请求都无法推进，事件循环延迟的 p99 为 ${wordMs(lagMs)}。${advice.zh}`,
    },
    rank: RANK.saturated + 100 * (dominant ? 1.5 : Math.max(share, loop?.queueShare ?? 0)),
    ...(dominant ? { explains: SYMPTOMS_OF_A_FULL_LOOP } : {}),
  };
  return [finding];
};

export const diagnoseSaturatedLoop: Rule = (facts) => {
  if (facts.report.passed || facts.loopBusy < LOOP_FULL || findBlockingStep(facts)?.dominant) return [];
  const loop = waitsFor(facts, 'loop')[0];
  const cpuUs = facts.cpuUsPerRequest;
  const busiest = [...waitsFor(facts, 'database', 'service', 'cache')].sort((a, b) => b.callLineCalls - a.callLineCalls)[0];
  const statements = sumCalls(facts, 'database');
  const apiCalls = sumCalls(facts, 'service');
  const cacheCalls = sumCalls(facts, 'cache');
  const frameworkUs = facts.task.world.workers.requestCpuUs;
  const line = busiest !== undefined && busiest.callLineCalls >= 2 ? busiest.callLine : 0;
  const at = wordPlace(line, facts.files);
  const calls: Text = {
    en: `${wordCount(statements)} database statements${cacheCalls > 0 ? `, ${wordCount(cacheCalls)} calls to the cache` : ''} and ${wordCount(apiCalls)} API calls`,
    zh: `${wordCount(statements)} 条数据库语句${cacheCalls > 0 ? `、${wordCount(cacheCalls)} 次缓存调用` : ''}和 ${wordCount(apiCalls)} 次 API 调用`,
  };
  const most = { en: '', zh: '' };
  if (line > 0 && busiest !== undefined) {
    const repeated = busiest.resource.kind === 'database' && busiest.callLineCalls >= N_PLUS_ONE;
    most.en = ` Most of them come${at.en} (${wordCount(busiest.callLineCalls)} a request${repeated ? ', N+1' : ''}): fetch in bulk, cache, or ask less.`;
    most.zh = `其中最多的来自 ${at.bareZh}（每个请求 ${wordCount(busiest.callLineCalls)} 次${repeated ? '，即 N+1' : ''}）：请批量获取、使用缓存，或减少调用。`;
  }
  const busy = wordShare(facts.loopBusy);
  const [more, atLeast] = facts.cpuIsPartial ? [' and more', '至少'] : ['', ''];
  return [
    {
      cause: 'loop-saturated',
      resource: loop?.resource.name ?? 'loop',
      evidence: evidenceOf({
        utilisation: facts.loopBusy,
        cpuUsPerRequest: cpuUs,
        frameworkCpuUs: frameworkUs,
        statementsPerRequest: statements,
        apiCallsPerRequest: apiCalls,
        ...(cacheCalls > 0 ? { cacheCallsPerRequest: cacheCalls } : {}),
        waitingShare: loop?.queueShare ?? 0,
        loopLagP99Ms: facts.report.loopLagMs.p99,
      }),
      line,
      text: {
        en: `The event loops are busy ${busy.en} of the time, and no single step is to blame: a request costs ${wordMs(cpuUs / 1000)} of CPU${more}, ${wordMs(frameworkUs / 1000)} of it the framework's; the rest is its own code, ${calls.en}.${most.en}`,
        zh: `事件循环 ${busy.zh} 的时间都在忙，且没有哪一步是单独的元凶：每个请求${atLeast}耗费 ${wordMs(cpuUs / 1000)} CPU，其中框架占 ${wordMs(frameworkUs / 1000)}，其余是自身代码、${calls.zh}。${most.zh}`,
      },
      rank: RANK.saturated + 150,
      explains: SYMPTOMS_OF_A_FULL_LOOP,
    },
  ];
};

function sumCalls(facts: StageFacts, kind: 'database' | 'service' | 'cache'): number {
  return waitsFor(facts, kind).reduce((sum, waits) => sum + waits.calls, 0);
}

const UNITS_ZH: Readonly<Record<string, string>> = {
  bytes: '字节',
  characters: '个字符',
  elements: '个元素',
  values: '个值',
  iterations: '次迭代',
  bits: '位',
};

function nameStep({ what, maxSize, unit }: SlowStep): Text {
  if (what === 'CPU') return { en: 'A computation', zh: '一段计算' };
  if (unit === '') return { en: what, zh: what };
  const size = wordCount(maxSize);
  return { en: `${what} of ${size} ${unit}`, zh: `${what}（${size} ${UNITS_ZH[unit] ?? unit}）` };
}

/** What to do instead, by what blocks. */
function adviceFor({ what, unit }: SlowStep, { words, task }: StageFacts): Text {
  const known = words.blocking.find(([pattern]) => pattern.test(what));
  if (known) return known[1];
  if (what !== 'CPU' && unit === '') return words.anyBlocking;
  return task.world.workers.cpuCount > 1 ? words.computing : { en: 'Do less, or do it once.', zh: '请减少计算量，或只算一次。' };
}
