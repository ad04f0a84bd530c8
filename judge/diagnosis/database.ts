// The database: its cores are full, or requests are slow because of what they ask it (one statement after the other, or
// one slow statement), or they open a connection each time.
import type { ResourceRecording } from '#engine/stage.ts';
import { wordCalls, wordCount, wordMs, wordPlace, wordShare } from '../figures.ts';
import { runTogether, type StageFacts, waitsFor } from './facts.ts';
import { evidenceOf, type Finding, RANK, type Rule, type Text } from './finding.ts';

/** Modelled: above this the cores' queue dominates the service time. */
const CORES_FULL = 0.85;
const QUEUE_SHARE = 0.2;
/** Statements take so many times their core time because of their number: that is worth telling first. Modelled. */
const CROWDED = 1.15;
/** Being served takes this share of the latency: worth naming. */
const SERVICE_SHARE = 0.3;
/** Statements from one line per request: above this it is a loop around a query. */
const N_PLUS_ONE = 3;
/** Scans of whole tables per request above which they are worth a word. */
const SCANS = 0.2;
/** Connects per request above which connections are not reused. */
const CHURN = 0.3;
/** Less than this of the latency, and of the worker's time: no reason for anything. */
const NEGLIGIBLE = 0.01;
const NEGLIGIBLE_CPU = 0.03;

/** Whole tables that are read for a part of their rows, by a fifth of the requests or more. */
function wordScan(facts: StageFacts): Text {
  const { scans, succeeded } = facts.recording;
  const [scan] = scans;
  const requests = Math.max(
    1,
    succeeded.reduce((sum, count) => sum + count, 0),
  );
  if (scan === undefined || scan.count < SCANS * requests) return { en: '', zh: '' };
  const at = wordPlace(scan.line, facts.files);
  return {
    en: ` Postgres reads the whole table ${scan.table} (Seq Scan)${at.en}, to keep the rows that fit the WHERE clause: an index on its columns finds them at once.`,
    zh: `Postgres 在此读取整张表 ${scan.table}（Seq Scan）${at.zh}，只为筛选符合 WHERE 条件的行：为条件中的列建立索引即可直接找到它们。`,
  };
}

interface Crowd {
  /** Statements that have or want a core at the same time, mean. */
  readonly atOnce: number;
  /** Core time of a statement over what it takes with no more of them than cores. */
  readonly slowdown: number;
  readonly cores: number;
}

function crowdOf({ utilisation, servers, series }: ResourceRecording, { recording }: StageFacts): Crowd {
  const waiting = series.queue.reduce((sum, length) => sum + length, 0) / Math.max(1, series.queue.length);
  return { atOnce: utilisation * servers + waiting, slowdown: recording.statementSlowdown ?? 1, cores: servers };
}

const ASK_LESS: Text = {
  en: ' Ask less (an index, fewer rows and columns, one query instead of many) or cache.',
  zh: '请减轻查询（索引、更少的行和列、合并为一条查询）或使用缓存。',
};

/** Too many at once make each slower: that goes first, as it costs nothing. */
function adviceForCrowd({ atOnce, slowdown, cores }: Crowd): Text {
  const many = wordCount(atOnce);
  const times = wordCount(slowdown);
  return {
    en: ` ${many} statements compete for the cores at once, and each takes ${times} times the core time that it takes alone: let fewer in (a smaller pool, closer to the ${wordCount(cores)} cores), and each becomes faster. Then ask less (an index, fewer rows) or cache.`,
    zh: `同时有 ${many} 条语句争用这些核，每条占用的核时是单独执行时的 ${times} 倍：请减少同时执行的语句（更小的连接池，接近 ${wordCount(cores)} 个核），每条都会更快。之后再减轻查询（索引、更少的行）或使用缓存。`,
  };
}

export const diagnoseSaturatedDatabase: Rule = (facts) => {
  const waits = waitsFor(facts, 'database')[0];
  if (facts.report.passed || waits === undefined) return [];
  const { resource, queueShare, told } = waits;
  const full = resource.utilisation >= CORES_FULL;
  if (!full && queueShare < QUEUE_SHARE) return [];
  // Without a success: spread over what was asked.
  const throughput = facts.recording.throughputRps || facts.recording.arrivalRps.mean;
  const coreMs = (resource.utilisation * resource.servers * 1000) / throughput;
  const at = wordPlace(waits.callLine, facts.files);
  const busy = wordShare(resource.utilisation);
  const share = wordShare(told.queueShare);
  const scan = wordScan(facts);
  const crowd = crowdOf(resource, facts);
  const advice = crowd.slowdown >= CROWDED ? adviceForCrowd(crowd) : ASK_LESS;
  return [
    {
      cause: 'database-saturated',
      resource: resource.name,
      evidence: evidenceOf({
        utilisation: resource.utilisation,
        cores: resource.servers,
        waitMs: told.queueMs,
        waitingShare: told.queueShare,
        statementsPerRequest: waits.calls,
        coreMsPerRequest: coreMs,
        statementsAtOnce: crowd.atOnce,
        slowdown: crowd.slowdown,
      }),
      line: waits.callLine,
      text: {
        en: `The database's ${wordCount(resource.servers)} cores are busy ${busy.en} of the time: statements wait ${wordMs(told.queueMs)} a request for a core, ${share.en} of the latency. A request costs ${wordMs(coreMs)} of core time in ${wordCalls(waits.calls, 'statement')}; most come${at.en || ' from one place'}.${scan.en}${advice.en}`,
        zh: `数据库的 ${wordCount(resource.servers)} 个核 ${busy.zh} 的时间在忙：每个请求的语句等待空闲核 ${wordMs(told.queueMs)}，占延迟的 ${share.zh}。每个请求占用 ${wordMs(coreMs)} 核时、${wordCount(waits.calls)} 条语句${at.zh && `，最主要的来源是 ${at.bareZh}`}。${scan.zh}${advice.zh}`,
      },
      rank: RANK.saturated + 100 * Math.max(queueShare, full ? 0.9 : 0),
      explains: full ? ['pool-exhausted', 'database-slow', 'timeouts', 'load-shed'] : ['timeouts'],
    },
  ];
};

export const diagnoseSlowDatabase: Rule = (facts) => {
  const waits = waitsFor(facts, 'database')[0];
  if (!facts.late || facts.report.passed || waits === undefined) return [];
  const { calls, callLineCalls, serviceShare, told } = waits;
  const loops = callLineCalls >= N_PLUS_ONE;
  if (serviceShare < SERVICE_SHARE && !loops) return [];
  // Where workers die, answers in time say nothing of why the others failed.
  if (facts.recording.restarts.length > 0 && !facts.broken.has('p99')) return [];
  const at = wordPlace(waits.callLine, facts.files);
  const share = wordShare(Math.min(1, told.serviceShare));
  const parallel = runTogether(facts, 'query', serviceShare);
  const scan = wordScan(facts);
  const text = loops
    ? {
        en: `A request sends ${wordCount(calls)} statements, ${wordCount(callLineCalls)} of them${at.en}${parallel ? ' at the same time' : ', one after the other'}: ${wordMs(told.serviceMs)} of database time, ${share.en} of the latency. That is N+1: fetch them with one statement (\`WHERE id = ANY($1)\` or a join).`,
        zh: `每个请求发出 ${wordCount(calls)} 条语句，其中 ${wordCount(callLineCalls)} 条来自同一处${at.zh}，${parallel ? '并发执行' : '逐条执行'}：数据库耗时 ${wordMs(told.serviceMs)}，占延迟的 ${share.zh}。这就是 N+1：请合并为一条语句（\`WHERE id = ANY($1)\` 或 JOIN）。`,
      }
    : {
        en: `The statements${at.en} take ${wordMs(told.serviceMs)} a request (${wordCalls(calls, 'statement')}), ${share.en} of the latency, without waiting for anything.${scan.en} Make the statement itself faster (an index, fewer rows), run independent ones together, or cache.`,
        zh: `语句${at.zh}每个请求耗时 ${wordMs(told.serviceMs)}（${wordCount(calls)} 条），占延迟的 ${share.zh}，且并非在排队。${scan.zh}请优化语句本身（索引、更少的行），让互不依赖的查询并行，或使用缓存。`,
      };
  return [
    {
      cause: 'database-slow',
      resource: waits.resource.name,
      evidence: evidenceOf({
        statementsPerRequest: calls,
        statementsAtLine: callLineCalls,
        serviceMs: told.serviceMs,
        latencyShare: told.serviceShare,
        utilisation: waits.resource.utilisation,
      }),
      line: waits.callLine,
      text,
      rank: RANK.slow + 100 * Math.min(1, serviceShare),
    },
  ];
};

interface Connects {
  readonly perRequest: number;
  readonly meanMs: number;
  readonly share: number;
  readonly line: number;
}

/** Connections that requests opened, by what they lead to: see `waitsFor` in the engine's stage-run.ts. */
function countConnects(facts: StageFacts, names: ReadonlySet<string>): Connects {
  let count = 0;
  let totalNs = 0;
  let most = 0;
  let line = 0;
  for (const wait of facts.recording.lineWaits) {
    if (!names.has(wait.resource)) continue;
    count += wait.count;
    totalNs += wait.queueNs + wait.serviceNs;
    if (wait.count > most) {
      most = wait.count;
      line = wait.line;
    }
  }
  return {
    perRequest: count / facts.requests,
    meanMs: totalNs / Math.max(1, count) / 1e6,
    share: Math.min(1, totalNs / 1e6 / Math.max(1e-9, facts.meanLatencyMs * facts.requests)),
    line,
  };
}

/** Whether the connections of that line come from a pool: then it is the pool that opens them. */
function isPooled({ recording }: StageFacts, line: number): boolean {
  const pools = new Set(recording.resources.filter(({ kind }) => kind === 'pool').map(({ name }) => name));
  return recording.lineWaits.some((wait) => wait.line === line && pools.has(wait.resource));
}

/** Less than this of the latency is how a pool fills. */
const POOLED_SHARE = 0.1;

/** What connections lead to: how to know them, what they cost, how to keep them. */
const CHURNED = [
  {
    kind: 'database',
    resource: 'connections',
    cpu: 'databaseConnect',
    what: { en: 'database connections', zh: '数据库连接' },
    advice: { en: 'Make one pool at start-up and take connections from it.', zh: '请在启动时创建一个连接池，从中获取连接。' },
  },
  {
    kind: 'service',
    resource: 'service',
    cpu: 'httpConnect',
    what: { en: 'HTTP connections', zh: 'HTTP 连接' },
    advice: { en: 'Share one client with keep-alive for the whole process.', zh: '请在整个进程内共享一个启用 keep-alive 的客户端。' },
  },
  {
    kind: 'cache',
    resource: 'cache',
    cpu: 'cacheConnect',
    what: { en: 'connections to the cache', zh: '缓存连接' },
    advice: {
      en: 'Make one client at start-up and share it: it keeps its connections.',
      zh: '请在启动时创建一个客户端并共享：它会保持连接。',
    },
  },
] as const;

/** Calls that were given up, where they are most of why connections close. */
function tellAborted(facts: StageFacts, connects: number): Text | null {
  let givenUp = 0;
  for (const { calls, givenUpShare } of waitsFor(facts, 'service')) givenUp += calls * givenUpShare;
  if (givenUp < connects / 2) return null;
  const each = wordCount(givenUp);
  return {
    en: `They close because the program gives up ${each} calls a request, and an aborted call takes its connection with it: its own time-outs are the cause.`,
    zh: `连接被关闭是因为程序平均每个请求放弃 ${each} 次调用，而中止的调用会连同其连接一起关闭：原因是程序自己的超时。`,
  };
}

export const diagnoseChurn: Rule = (facts) => {
  if (!facts.late || facts.report.passed) return [];
  const findings: Finding[] = [];
  for (const { kind, resource, cpu, what, advice } of CHURNED) {
    const ends = facts.recording.resources.filter((each) => each.kind === kind).map(({ name }) => `${name} connections`);
    const names = new Set(kind === 'database' ? ['connections'] : ends);
    const { perRequest, meanMs, share, line } = countConnects(facts, names);
    if (perRequest < CHURN) continue;
    const pooled = kind === 'database' && isPooled(facts, line);
    const cpuUs = facts.task.world.workers.libraryCpuUs[cpu];
    const cpuShare = (facts.loopBusy * perRequest * cpuUs) / Math.max(1, facts.cpuUsPerRequest);
    if (share < (pooled ? POOLED_SHARE : NEGLIGIBLE) && cpuShare < NEGLIGIBLE_CPU) continue;
    const at = wordPlace(line, facts.files);
    const words = wordShare(share);
    const abort = kind === 'service' ? tellAborted(facts, perRequest) : null;
    const advised = abort ?? (pooled ? facts.words.poolChurn : advice);
    findings.push({
      cause: 'connections-churn',
      resource: waitsFor(facts, resource)[0]?.resource.name ?? null,
      evidence: evidenceOf({ connectsPerRequest: perRequest, connectMs: meanMs, latencyShare: share, connectCpuUs: cpuUs }),
      line,
      text: {
        en: `Requests open ${wordCount(perRequest)} ${what.en} each${at.en}, on average: ${wordMs(meanMs)} and ${wordMs(cpuUs / 1000)} of CPU a connection, ${words.en} of the latency. ${advised.en}`,
        zh: `平均每个请求新建 ${wordCount(perRequest)} 个${what.zh}${at.zh}：每次 ${wordMs(meanMs)}、${wordMs(cpuUs / 1000)} CPU，占延迟的 ${words.zh}。${advised.zh}`,
      },
      rank: RANK.slow + 100 * Math.max(0.2, share),
    });
  }
  return findings;
};
