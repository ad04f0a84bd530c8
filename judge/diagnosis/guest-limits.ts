// Limits inside the program: connection pools, locks, semaphores, threads. Each is one row: what it is called, how it is
// spoken of, what to do. All share one test: it is (nearly) always taken, and requests spend their latency in its queue.
import type { ResourceKind } from '#engine/resource-kind.ts';
import type { Standing } from '#engine/stage.ts';
import { wordCount, wordMs, wordPlace, wordShare } from '../figures.ts';
import { hardlyAnyAnswered, heldConnectionsNs, type ResourceWaits, type StageFacts, statusShare, waitsFor } from './facts.ts';
import { mostStuck } from './faults.ts';
import { evidenceOf, type Finding, RANK, type Rule, type Text } from './finding.ts';

/** Taken this much and queued for this much: a limit that hurts. Modelled. */
const TAKEN = 0.8;
const QUEUE_SHARE = 0.1;
/** Queued for this much: hurts even if it is often free (bursts, leaks). */
const QUEUE_SHARE_ALONE = 0.3;

/** Connections that are held without a statement for this share of the time are worth a word: idle in transaction, mostly. */
const IDLE = 0.4;
/** Modelled, as in loop.ts. */
const LOOP_FULL = 0.85;
/** Connections that are back in the pool for more than this cannot be what so many wait for. Modelled. */
const LOST = 0.6;
const FEW = 20;
/** So many of those that wait for a connection hold another one: they wait for each other. Modelled. */
const HOLDING = 0.5;
/** A lock that all requests share and wait for is held for more of the time than this. Modelled. */
const OWN = 0.1;
/** Connections that a request takes, on average, so that one may be asked for inside another. */
const NESTED = 1.8;

interface Limit {
  readonly kind: ResourceKind;
  readonly cause: string;
  readonly describe: (waits: ResourceWaits, facts: StageFacts, words: Words) => Text;
}

interface Words {
  readonly busy: Text;
  readonly wait: Text;
  readonly at: Text;
  readonly share: Text;
}

export function isSaturated(waits: ResourceWaits): boolean {
  return (waits.resource.utilisation >= TAKEN && waits.queueShare >= QUEUE_SHARE) || waits.queueShare >= QUEUE_SHARE_ALONE;
}

function adviceForPool(name: string): Text {
  if (/redis/i.test(name)) {
    return {
      en: 'Ask less often (a pipeline, MGET) and hold no connection over another await before you make the pool larger',
      zh: '请先减少往返（pipeline、MGET），持有连接期间不做其他 await，再考虑扩大连接池',
    };
  }
  if (/http/i.test(name)) {
    return {
      en: 'Make fewer or shorter calls (cache, batch, one call for all who want the same, a time-out) before you raise the limit, and raise it only as far as the service can bear',
      zh: '请先减少或缩短调用（缓存、批量、合并相同请求、超时），再考虑调大上限，且不超过下游服务的承受能力',
    };
  }
  return {
    en: 'Hold connections for less time (fewer statements, no other await in between) before you make the pool larger',
    zh: '请先缩短持有连接的时间（减少语句，持有期间不做其他 await），再考虑扩大连接池',
  };
}

const LIMITS: readonly Limit[] = [
  {
    kind: 'pool',
    cause: 'pool-exhausted',
    describe: ({ resource, calls }, facts, { busy, wait, at, share }) => {
      const { count } = facts.recording.scale;
      const max = facts.task.world.database.maxConnections;
      const forDatabase = !/http|redis/i.test(resource.name);
      // A full loop lets connections lie idle by itself.
      const idle = forDatabase && facts.loopBusy < LOOP_FULL ? idleShare(facts) : 0;
      const idling = wordShare(idle);
      const idleEn =
        idle >= IDLE ? ` ${idling.en} of the time that they are held, no statement runs on them: another await stands between.` : '';
      const idleZh = idle >= IDLE ? `连接被持有的时间中有 ${idling.zh} 没有执行任何语句：期间在 await 别的操作。` : '';
      const refused = facts.failures.get('pool-timeout');
      const failed = wordShare(statusShare(facts, /^5\d\d$/));
      const refusedEn = refused === undefined ? '' : ` ${failed.en} of the requests fail with 5xx: ${refused.lastLine}.`;
      const refusedZh = refused === undefined ? '' : `${failed.zh} 的请求以 5xx 失败：${refused.lastLine}。`;
      const { en: nestedEn, zh: nestedZh } = tellNested(resource.name, facts, calls >= NESTED && idle >= IDLE ? calls : 0);
      const roomEn = forDatabase ? ` (Postgres accepts ${max}${count === 1 ? '' : ` from all ${count} workers`})` : '';
      const roomZh = forDatabase ? `（Postgres 最多接受 ${max} 个${count === 1 ? '' : `，由 ${count} 个 worker 共享`}）` : '';
      return {
        en: `The ${resource.name} of ${resource.servers} is busy ${busy.en} of the time: requests wait ${wait.en} for a connection${at.en}, ${share.en} of their latency.${refusedEn}${idleEn}${nestedEn} ${adviceForPool(resource.name).en}${roomEn}.`,
        zh: `连接池 ${resource.name}（${resource.servers} 个连接）${busy.zh} 的时间处于占满状态：请求等待连接 ${wait.zh}${at.zh}，占其延迟的 ${share.zh}。${refusedZh}${idleZh}${nestedZh}${adviceForPool(resource.name).zh}${roomZh}。`,
      };
    },
  },
  {
    kind: 'lock',
    cause: 'lock-contention',
    describe: ({ resource }, _facts, { busy, wait, at, share }) =>
      resource.utilisation < OWN
        ? {
            en: `Each of the locks made as ${resource.name} is held for ${busy.en} of the time at most, and yet requests wait ${wait.en} for them${at.en}, ${share.en} of their latency: a lock that a request makes for itself only lets what it has started together run one after the other. Give each its own connection, or no lock.`,
            zh: `在 ${resource.name} 创建的每把锁最多只有 ${busy.zh} 的时间被持有，而请求却为它们等待 ${wait.zh}${at.zh}，占其延迟的 ${share.zh}：请求为自己创建的锁，只会让它同时发起的操作逐个执行。请让它们各用各的连接，或者不加锁。`,
          }
        : {
            en: `${resource.name} is held ${busy.en} of the time: requests wait ${wait.en} for it${at.en}, ${share.en} of their latency. A lock that is held over I/O lets one request through at a time: protect only the invariant, per key, or let the database do it in one statement.`,
            zh: `锁 ${resource.name} 有 ${busy.zh} 的时间被持有：请求为它等待 ${wait.zh}${at.zh}，占其延迟的 ${share.zh}。持锁跨越 I/O 意味着一次只放行一个请求：请只保护必要的不变量、按 key 加锁，或交给数据库用一条语句完成。`,
          },
  },
  {
    kind: 'semaphore',
    cause: 'semaphore-limited',
    describe: ({ resource }, _facts, { busy, wait, at, share }) => ({
      en: `The semaphore ${resource.name} of ${resource.servers} is full ${busy.en} of the time: requests wait ${wait.en} for a place${at.en}, ${share.en} of their latency. By Little's law it needs rate x holding time: raise it as far as what it protects can bear, or hold it for less time.`,
      zh: `信号量 ${resource.name}（${resource.servers} 个名额）${busy.zh} 的时间已满：请求等待名额 ${wait.zh}${at.zh}，占其延迟的 ${share.zh}。按 Little 定律，所需名额 = 到达率 × 持有时间：请在下游能承受的范围内调大，或缩短持有时间。`,
    }),
  },
  {
    kind: 'threads',
    cause: 'thread-starvation',
    describe: ({ resource }, facts, { busy, wait, at, share }) => ({
      en: `The ${resource.servers} threads of ${resource.name} are busy ${busy.en} of the time: requests wait ${wait.en} for a thread${at.en}, ${share.en} of their latency. ${adviceForThreads(facts).en}`,
      zh: `线程池 ${resource.name} 的 ${resource.servers} 个线程 ${busy.zh} 的时间在忙：请求等待线程 ${wait.zh}${at.zh}，占其延迟的 ${share.zh}。${adviceForThreads(facts).zh}`,
    }),
  },
  {
    kind: 'processes',
    cause: 'process-pool-exhausted',
    describe: ({ resource }, facts, { busy, wait, at, share }) => ({
      en: `The ${resource.servers} processes of ${resource.name} are busy ${busy.en} of the time: calls wait ${wait.en} for a process${at.en}, ${share.en} of the latency. Each process needs a core (there are ${facts.task.world.workers.cpuCount} a worker): compute less, batch, or cache results.`,
      zh: `进程池 ${resource.name} 的 ${resource.servers} 个进程 ${busy.zh} 的时间在忙：调用等待进程 ${wait.zh}${at.zh}，占延迟的 ${share.zh}。每个进程需要一个核（每个 worker 有 ${facts.task.world.workers.cpuCount} 个）：请减少计算、合并批处理或缓存结果。`,
    }),
  },
];

/** Waits by requests that hold a connection of the same pool already; `taken`: only how many each takes is known. */
function tellNested(pool: string, { recording, files }: StageFacts, taken: number): Text {
  const waits = (recording.nestedWaits ?? []).filter(({ resource }) => resource === pool);
  const count = waits.reduce((sum, wait) => sum + wait.count, 0);
  if (count > 0) {
    const at = wordPlace(waits[0]?.line ?? 0, files);
    const times = { en: count === 1 ? 'Once' : `${wordCount(count)} times`, zh: `${wordCount(count)} 次` };
    return {
      en: ` ${times.en} a request waited for one while it held another${at.en}: that keeps two from the rest, and can stop them all.`,
      zh: `有 ${times.zh}请求在持有一个连接时又等待第二个${at.zh}：它占用两个连接，可能使所有请求停住。`,
    };
  }
  if (taken === 0) return { en: '', zh: '' };
  return {
    en: ` A request takes ${wordCount(taken)}: one that asks for a second while it holds the first can stop them all.`,
    zh: `每个请求取 ${wordCount(taken)} 个连接：在持有一个时又申请第二个，可能使所有请求停住。`,
  };
}

/** A wait is told of when it ends. Where hardly any request was answered, most never ended. */
function atLeast(text: Text, facts: StageFacts): Text {
  return hardlyAnyAnswered(facts.recording) ? { en: `at least ${text.en}`, zh: `至少 ${text.zh}` } : text;
}

/** A request's waits together can be longer than the request: gather waits for several at once. */
function wordWait({ queueMs, queueShare }: ResourceWaits['told'], facts: StageFacts): Text {
  const ms = wordMs(queueMs);
  return queueShare < 1
    ? atLeast({ en: ms, zh: ms }, facts)
    : { en: `${ms} in all, several waits at once,`, zh: `合计 ${ms}（多个等待同时进行）` };
}

function adviceForThreads({ words, task }: StageFacts): Text {
  return words.threads(task.world.workers.cpuCount);
}

/** Share of the time that database connections are held in which no statement of theirs is on its way or waits for a lock. */
function idleShare({ recording }: StageFacts): number {
  const heldNs = heldConnectionsNs(recording);
  let usedNs = 0;
  for (const { resource, queueNs, serviceNs } of recording.lineWaits) {
    if (resource === 'database' || resource === 'row locks') usedNs += queueNs + serviceNs;
  }
  return heldNs === 0 ? 0 : Math.max(0, 1 - usedNs / heldNs);
}

/** What a request awaits that has asked a pool for a connection. */
const ASKED = /^\w*[pP]ool\.|\.connect$/;

/**
 * Connections that were taken and have not come back by the end: nobody's wait for them ended, so no wait was told of, and no holding. More
 * requests stand there than the pool has connections, so that they do not all await a statement.
 */
export const diagnoseLostConnections: Rule = (facts) => {
  if (facts.report.passed || facts.recording.fault !== null || facts.shareOf('timeout') <= facts.task.slo.errorRate) return [];
  const pool = waitsFor(facts, 'pool').find(({ resource }) => !/http|redis/i.test(resource.name));
  const place = mostStuck(facts.recording.stuck);
  if (pool === undefined || place === null || !ASKED.test(place.awaits) || isSaturated(pool)) return [];
  const { resource } = pool;
  const { simulated, count } = facts.recording.scale;
  const { stuck, unfinished } = facts.recording;
  // Only some of those that are open were asked where they stand, and not all of them know.
  const standing = place.count / Math.max(stuck.length, Math.min(unfinished, FEW));
  if (resource.utilisation >= LOST || standing < 0.5 || standing * unfinished <= (resource.servers * simulated) / count) return [];
  const busy = wordShare(resource.utilisation);
  const share = wordShare(standing);
  const at = wordPlace(place.line, facts.files);
  const holding = stuck.filter(({ holds }) => holds?.includes(resource.name));
  if (holding.length >= HOLDING * place.count) return [describePoolDeadlock(pool, holding, standing, facts)];
  return [
    {
      cause: 'pool-exhausted',
      resource: resource.name,
      evidence: evidenceOf({
        utilisation: resource.utilisation,
        servers: resource.servers,
        stuckShare: standing,
        unfinished,
        awaits: place.awaits,
      }),
      line: place.line,
      text: {
        en: `Connections of the ${resource.name} of ${resource.servers} do not come back: ${share.en} of the requests that are still open wait for one${at.en}, and those that came back were in use ${busy.en} of the time. A path on which a connection is not released (an early return, an error) loses it for good: ${facts.words.givenBack.en}.`,
        zh: `连接池 ${resource.name}（${resource.servers} 个连接）的连接没有归还：仍未完成的请求中有 ${share.zh} 在等待连接${at.zh}，而已归还的连接只有 ${busy.zh} 的时间在使用。只要有一条路径（提前 return、异常）没有释放，连接就永远丢失：${facts.words.givenBack.zh}。`,
      },
      rank: RANK.saturated + 60,
      explains: ['timeouts', 'load-shed'],
    },
  ];
};

function describePoolDeadlock({ resource }: ResourceWaits, holding: readonly Standing[], standing: number, facts: StageFacts): Finding {
  const { stuck, unfinished } = facts.recording;
  const place = mostStuck(holding);
  const line = place?.line ?? 0;
  const at = wordPlace(line, facts.files);
  const share = wordShare(holding.length / stuck.length);
  return {
    cause: 'pool-deadlock',
    resource: resource.name,
    evidence: evidenceOf({
      servers: resource.servers,
      holdingShare: holding.length / stuck.length,
      stuckShare: standing,
      unfinished,
      awaits: place?.awaits ?? '',
    }),
    line,
    text: {
      en: `Requests hold one connection of the ${resource.name} of ${resource.servers} and wait for a second one of the same pool${at.en}: ${share.en} of those still open that were asked stand there, each waits for what the others hold, and nobody gives back. Do everything of a request on the connection that it holds, or take the second one before or after, never inside.`,
      zh: `请求持有连接池 ${resource.name}（${resource.servers} 个连接）的一个连接，同时又等待同一个池的第二个连接${at.zh}：抽查的未完成请求中有 ${share.zh} 停在这里，彼此等待对方持有的连接，谁也不归还。请让一个请求的所有语句都在它已持有的连接上执行，或在持有之前或归还之后再取第二个，不要在持有期间再取。`,
    },
    rank: RANK.saturated + 60,
    explains: ['timeouts', 'load-shed', 'pool-exhausted', 'hot-row'],
  };
}

export const diagnoseGuestLimits: Rule = (facts) => {
  if (facts.report.passed) return [];
  const findings: Finding[] = [];
  for (const limit of LIMITS) {
    const waits = waitsFor(facts, limit.kind)[0];
    const refused = limit.kind === 'pool' ? facts.failures.get('pool-timeout') : undefined;
    if (waits === undefined || !(isSaturated(waits) || (refused !== undefined && waits.queueMs > 0))) continue;
    const { resource, told, queueShare, queueLine } = waits;
    const words: Words = {
      busy: wordShare(resource.utilisation),
      wait: wordWait(told, facts),
      at: wordPlace(queueLine, facts.files),
      share: told.queueShare < 1 ? atLeast(wordShare(told.queueShare), facts) : wordShare(told.queueShare),
    };
    findings.push({
      cause: limit.cause,
      resource: resource.name,
      evidence: evidenceOf({
        utilisation: resource.utilisation,
        servers: resource.servers,
        waitMs: told.queueMs,
        waitingShare: told.queueShare,
        maxQueue: resource.maxQueue,
        acquiresPerRequest: waits.calls,
      }),
      line: queueLine,
      text: limit.describe(waits, facts, words),
      rank: RANK.saturated + 100 * (refused === undefined ? queueShare : Math.max(queueShare, 0.3)),
      explains: ['timeouts', 'load-shed'],
    });
  }
  return findings;
};
