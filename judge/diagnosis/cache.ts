// The cache: its single thread is full, requests ask it for one thing after the other, or there are too few connections to it.
import { wordCalls, wordCount, wordMs, wordPlace, wordShare } from '../figures.ts';
import { runTogether, statusShare, waitsFor } from './facts.ts';
import { evidenceOf, RANK, type Rule, type Text } from './finding.ts';

/** Modelled: above this the thread's queue dominates. */
const THREAD_FULL = 0.85;
const QUEUE_SHARE = 0.2;
/** Asking takes this share of the latency: worth naming. */
const SERVICE_SHARE = 0.3;
/** Commands from one line per request: above this it is a loop around a command. */
const REPEATED = 3;

export const diagnoseSaturatedCache: Rule = (facts) => {
  const waits = waitsFor(facts, 'cache')[0];
  if (facts.report.passed || waits === undefined) return [];
  const { resource, queueShare, told, calls } = waits;
  const full = resource.utilisation >= THREAD_FULL;
  if (!full && queueShare < QUEUE_SHARE) return [];
  const at = wordPlace(waits.callLine, facts.files);
  const busy = wordShare(resource.utilisation);
  const share = wordShare(told.queueShare);
  const { operationUs, pipelinedUs } = facts.task.world.cache;
  return [
    {
      cause: 'cache-saturated',
      resource: resource.name,
      evidence: evidenceOf({
        utilisation: resource.utilisation,
        waitMs: told.queueMs,
        waitingShare: told.queueShare,
        callsPerRequest: calls,
      }),
      line: waits.callLine,
      text: {
        en: `The cache's only thread is busy ${busy.en} of the time: calls wait ${wordMs(told.queueMs)} a request for it, ${share.en} of the latency. A request makes ${wordCalls(calls)}; most come${at.en || ' from one place'}. A command on its own costs ${operationUs} µs of the thread, one more in a pipeline ${pipelinedUs} µs, a further key of MGET a tenth of a microsecond: send them together, ask less, or keep the hottest values in the process.`,
        zh: `缓存只有一个线程，它 ${busy.zh} 的时间在忙：每个请求的调用为它等待 ${wordMs(told.queueMs)}，占延迟的 ${share.zh}。每个请求调用 ${wordCount(calls)} 次${at.zh && `，最主要的来源是 ${at.bareZh}`}。单独发送的命令占用线程 ${operationUs} µs，在 pipeline 中每多一条只需 ${pipelinedUs} µs，MGET 每多一个 key 只需 0.1 µs：请合并发送、减少调用，或把最热的数据放在进程内。`,
      },
      rank: RANK.saturated + 100 * Math.max(queueShare, full ? 0.9 : 0),
      explains: ['pool-exhausted', 'cache-slow', 'cache-connections', 'timeouts', 'load-shed'],
    },
  ];
};

export const diagnoseSlowCache: Rule = (facts) => {
  const waits = waitsFor(facts, 'cache')[0];
  if (!facts.late || facts.report.passed || waits === undefined) return [];
  const { calls, callLineCalls, serviceShare, told, resource } = waits;
  const repeated = callLineCalls >= REPEATED;
  if (serviceShare < SERVICE_SHARE && !(repeated && serviceShare >= SERVICE_SHARE / 3)) return [];
  const at = wordPlace(waits.callLine, facts.files);
  const share = wordShare(Math.min(1, told.serviceShare));
  const sequential = calls >= 1.5 && !runTogether(facts, 'cache', serviceShare);
  const text: Text = sequential
    ? {
        en: `A request makes ${wordCount(calls)} calls to the cache, ${wordCount(callLineCalls)} of them${at.en}, one after the other: ${wordMs(told.serviceMs)}, ${share.en} of its latency. Each is a round trip: use MGET or a pipeline.`,
        zh: `每个请求调用缓存 ${wordCount(calls)} 次，其中 ${wordCount(callLineCalls)} 次来自同一处${at.zh}，逐次进行：共 ${wordMs(told.serviceMs)}，占其延迟的 ${share.zh}。每次都是一个往返：请使用 MGET 或 pipeline。`,
      }
    : {
        en: `The calls to the cache${at.en} take ${wordMs(told.serviceMs)} a request (${wordCalls(calls)}), ${share.en} of its latency: send them in one pipeline, or keep the hottest values in the process.`,
        zh: `对缓存的调用${at.zh}每个请求耗时 ${wordMs(told.serviceMs)}（${wordCount(calls)} 次），占其延迟的 ${share.zh}：请合并为一个 pipeline，或把最热的数据放在进程内。`,
      };
  return [
    {
      cause: 'cache-slow',
      resource: resource.name,
      evidence: evidenceOf({
        callsPerRequest: calls,
        callsAtLine: callLineCalls,
        serviceMs: told.serviceMs,
        latencyShare: told.serviceShare,
        utilisation: resource.utilisation,
      }),
      line: waits.callLine,
      text,
      rank: RANK.slow + 100 * Math.min(1, serviceShare),
    },
  ];
};

/** redis-py's pool raises where others make requests wait; a server refuses when it has too many clients. */
export const diagnoseCacheConnections: Rule = (facts) => {
  const failure = facts.failures.get('cache-connections');
  if (failure === undefined) return [];
  const failedShare = statusShare(facts, /^5\d\d$/);
  const share = wordShare(failedShare);
  const at = wordPlace(failure.line, facts.files);
  return [
    {
      cause: 'cache-connections',
      resource: waitsFor(facts, 'cache')[0]?.resource.name ?? null,
      evidence: evidenceOf({ failedShare, error: failure.lastLine, count: failure.count }),
      line: failure.line,
      text: {
        en: `${share.en} of the requests fail with 5xx. A worker has no connection to the cache left${at.en}: ${failure.lastLine}. ${facts.words.cacheConnections.en}`,
        zh: `${share.zh} 的请求以 5xx 失败。worker 已没有可用的缓存连接${at.zh}：${failure.lastLine}。${facts.words.cacheConnections.zh}`,
      },
      rank: failedShare > facts.task.slo.errorRate ? RANK.decisive + 30 : RANK.symptom + 5,
      explains: ['guest-error'],
    },
  ];
};
