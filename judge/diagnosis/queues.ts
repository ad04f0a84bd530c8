// A queue of the program's own that a few of its tasks serve while requests wait for what they do with it.
import type { ResourceRecording } from '#engine/stage.ts';
import { wordCount, wordMs, wordPlace, wordShare } from '../figures.ts';
import { type StageFacts, statusShare, waitsFor } from './facts.ts';
import { evidenceOf, type Finding, RANK, type Rule, type Text } from './finding.ts';
import type { LanguageWords } from './language-words.ts';

/** The tasks work this much of the time, and requests spend this much of theirs in the queue. Modelled. */
const TAKEN = 0.8;
const QUEUE_SHARE = 0.1;
/** What the tasks wait for has nothing left itself: more of them would only wait there. Modelled. */
const FULL = 0.9;
/** Somebody is refused because the queue is full, or gave up waiting. */
const REFUSED = 0.01;

export const diagnoseQueues: Rule = (facts) => {
  if (facts.report.passed) return [];
  const findings: Finding[] = [];
  for (const waits of waitsFor(facts, 'queue').slice(0, 1)) {
    const { resource, queueShare, queueLine, told } = waits;
    if (resource.utilisation < TAKEN || queueShare < QUEUE_SHARE) continue;
    const full = fullBehind(facts);
    const itemMs = resource.meanWaitNs / 1e6;
    const tasks = resource.servers === 1 ? { en: '1 task', zh: '1 个任务' } : tasksOf(resource.servers);
    const busy = wordShare(resource.utilisation);
    const share = wordShare(told.queueShare);
    const at = wordPlace(queueLine, facts.files);
    const workMs = wordMs(workOf(resource, facts));
    const refused = statusShare(facts, /^(?:429|503|504)$/);
    const refusedWords = wordShare(refused);
    const refusedEn = refused < REFUSED ? '' : ` ${refusedWords.en} of the requests are refused (429, 503 or 504).`;
    const refusedZh = refused < REFUSED ? '' : `${refusedWords.zh} 的请求被拒绝（429、503 或 504）。`;
    const { queues } = facts.words;
    const served = queues.served(tasks);
    const advice = adviceFor(full, queues);
    findings.push({
      cause: 'queue-saturated',
      resource: resource.name,
      evidence: evidenceOf({
        utilisation: resource.utilisation,
        servers: resource.servers,
        waitMs: told.queueMs,
        itemWaitMs: itemMs,
        waitingShare: told.queueShare,
        maxQueue: resource.maxQueue,
        refusedShare: refused,
      }),
      line: queueLine,
      text: {
        en: `${resource.name} ${served.en} busy ${busy.en} of the time: items wait ${wordMs(itemMs)} in it${at.en}, ${share.en} of the requests' latency, before ${queues.by.en} works on them for ${workMs}.${refusedEn} ${advice.en}`,
        zh: `队列 ${resource.name} ${served.zh} ${busy.zh} 的时间在忙：元素在队列中等待 ${wordMs(itemMs)}${at.zh}，占请求延迟的 ${share.zh}，之后才由${queues.by.zh}处理 ${workMs}。${refusedZh}${advice.zh}`,
      },
      // Behind what is full itself: that is the cause.
      rank: RANK.saturated + (full === undefined ? 100 * queueShare : 0),
      explains: ['timeouts', 'load-shed', 'slow-requests'],
    });
  }
  return findings;
};

function tasksOf(count: number): Text {
  const words = wordCount(count);
  return { en: `${words} tasks`, zh: `${words} 个任务` };
}

/** How long an item keeps a task, ms. */
function workOf({ utilisation, servers, waits }: ResourceRecording, { recording: { seconds, scale } }: StageFacts): number {
  return (utilisation * servers * seconds * 1000 * scale.simulated) / scale.count / Math.max(1, waits);
}

/** What else has nothing left. */
function fullBehind({ recording }: StageFacts): ResourceRecording | undefined {
  const others = recording.resources.filter(({ kind, utilisation }) => kind !== 'queue' && kind !== 'connections' && utilisation >= FULL);
  return others.sort((a, b) => b.utilisation - a.utilisation)[0];
}

function adviceFor(full: ResourceRecording | undefined, { more, useless }: LanguageWords['queues']): Text {
  if (full !== undefined) {
    const busy = wordShare(full.utilisation);
    return {
      en: `${useless.en} would not help, as ${full.name} is ${busy.en} busy too: take several items at a time into one statement or call, and refuse early what cannot be served in time.`,
      zh: `${useless.zh}没有用，因为 ${full.name} 也有 ${busy.zh} 的时间在忙：请一次取出多个元素合并为一条语句或一次调用，并尽早拒绝来不及处理的请求。`,
    };
  }
  return {
    en: `${more.en}, as far as what they wait for (pool, database, service) allows it, or take several items at a time into one statement or call; beyond that a short queue that refuses early keeps the rest fast.`,
    zh: `请在下游（连接池、数据库、服务）允许的范围内${more.zh}，或一次取出多个元素合并为一条语句或一次调用；超出能力时，用较短的队列尽早拒绝，可保证其余请求的速度。`,
  };
}
