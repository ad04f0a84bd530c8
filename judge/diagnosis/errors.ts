// Requests that were answered, but not with 2xx, or not in time. Refused connections and bugs decide; an exception that
// is only a time-out is a symptom of whatever was saturated, and so is a program that sheds load by itself.
import { wordCount, wordMs, wordPlace, wordShare } from '../figures.ts';
import { lineInTraceback } from '../traceback.ts';
import { tellSlowServices } from './brown-outs.ts';
import { type StageFacts, statusShare, waitsFor } from './facts.ts';
import { TOO_MANY_CONNECTIONS } from './failures.ts';
import { mostStuck } from './faults.ts';
import { evidenceOf, type Finding, RANK, type Rule, type Text } from './finding.ts';

/** A wall that several programs run into together: workers x pool size, or a connection per request. */
export const diagnoseRefusedConnections: Rule = (facts) => {
  const failure = facts.failures.get('too-many-connections');
  const connections = waitsFor(facts, 'connections')[0];
  const refused = connections?.resource.errors ?? 0;
  const { fault } = facts.recording;
  const atStartup = fault !== null && fault.verdict === 'startup-failed' && TOO_MANY_CONNECTIONS.test(fault.message);
  if (failure === undefined && refused === 0 && !atStartup) return [];
  const max = facts.task.world.database.maxConnections;
  const { count: workers } = facts.recording.scale;
  const line = (atStartup && (fault.line || lineInTraceback(fault.message, facts.files))) || failure?.line || connections?.callLine || 0;
  const at = wordPlace(line, facts.files);
  const failedShare = statusShare(facts, /^5\d\d$/);
  const share = wordShare(failedShare);
  // Of the simulated workers: the recording counts errors of the fleet.
  const refusedPerRequest = (refused * facts.recording.scale.simulated) / workers / facts.requests;
  const limit = facts.task.slo.errorRate;
  const tries = wordCount(Math.round(1 / Math.max(1e-9, refusedPerRequest)));
  const effect: Text = atStartup
    ? { en: 'the program cannot start', zh: '程序无法启动' }
    : failedShare <= limit && !facts.report.passed && refusedPerRequest > limit
      ? {
          en: `one for every ${tries} requests, and each attempt costs a connection's CPU for nothing`,
          zh: `平均每 ${tries} 个请求拒绝一次，每次尝试都白白耗费建立连接的 CPU`,
        }
      : { en: `${share.en} of the requests fail with 5xx`, zh: `${share.zh} 的请求以 5xx 失败` };
  const perWorker = Math.floor(max / workers);
  return [
    {
      cause: 'connections-refused',
      resource: connections?.resource.name ?? null,
      evidence: evidenceOf({
        refused,
        maxConnections: max,
        workers,
        connectionsPerWorker: perWorker,
        failedShare,
      }),
      line,
      text: {
        en: `Postgres refuses connections${at.en} (53300: max_connections is ${max}): ${effect.en}. ${workers === 1 ? 'The only worker' : `${workers} workers share that limit, so each`} may hold ${perWorker} at most: open one pool per worker at start-up and keep its ${facts.words.poolSize} below that.`,
        zh: `Postgres 拒绝新连接${at.zh}（53300：max_connections 为 ${max}），${effect.zh}。${workers} 个 worker 共享这一上限，每个最多 ${perWorker} 个连接：请在启动时为每个 worker 创建一个连接池，并让 ${facts.words.poolSize} 低于此值。`,
      },
      rank: atStartup
        ? RANK.fault + 1
        : failedShare > limit || (!facts.report.passed && refusedPerRequest > limit)
          ? RANK.decisive + 40
          : RANK.symptom + 5,
      explains: ['startup-failed', 'guest-error', 'timeouts'],
    },
  ];
};

export const diagnoseGuestErrors: Rule = (facts) => {
  const share = statusShare(facts, /^5\d\d$/);
  const bug = facts.failures.get('bug');
  if (bug === undefined || share === 0) return [];
  // What a process ended of is told by its own rule.
  if (facts.recording.restarts.some(({ error }) => error !== null && error.line === bug.line)) return [];
  const at = wordPlace(bug.line, facts.files);
  const words = wordShare(share);
  return [
    {
      cause: 'guest-error',
      resource: null,
      evidence: evidenceOf({ failedShare: share, error: bug.lastLine, seenOnConsole: bug.count }),
      line: bug.line,
      text: {
        en: `${words.en} of the requests fail with 5xx. The exception${at.en}: ${bug.lastLine}. The console has the ${facts.words.traceback.en}.`,
        zh: `${words.zh} 的请求以 5xx 失败。异常${at.zh}：${bug.lastLine}。完整的${facts.words.traceback.zh}见控制台。`,
      },
      rank: share > facts.task.slo.errorRate ? RANK.decisive + 30 : RANK.symptom,
    },
  ];
};

/** Nothing but answers that say: in conflict with another request. */
const CONFLICT = /^(409|410|412|423)(, (409|410|412|423))*$/;

/** 4xx or 5xx that the program chose to answer: no exception on the console. */
export const diagnoseOwnRefusals: Rule = (facts) => {
  const refused = statusShare(facts, /^(429|503)$/);
  const clientErrors = statusShare(facts, /^4(?!29)\d\d$/);
  const limit = facts.task.slo.errorRate;
  if (refused > limit && facts.failures.size === 0) {
    const words = wordShare(refused);
    const late = waitOfRefused(facts);
    if (late !== null) return [describeOwnTimeouts(facts, refused, late)];
    return [
      {
        cause: 'load-shed',
        resource: null,
        evidence: evidenceOf({ refusedShare: refused, limit }),
        line: 0,
        text: {
          en: `The program itself refuses ${words.en} of the requests (429 or 503). That protects the rest, but the promise allows ${wordShare(limit).en}: carry more before shedding.`,
          zh: `程序自己拒绝了 ${words.zh} 的请求（429 或 503）。这能保护其余请求，但承诺只允许 ${wordShare(limit).zh}：应先提高承载能力，再谈卸载。`,
        },
        rank: decides(facts, refused) ? RANK.decisive + 15 : RANK.symptom + 5,
      },
    ];
  }
  if (clientErrors <= limit) return [...diagnoseRedirects(facts), ...diagnoseOwnFailures(facts)];
  const words = wordShare(clientErrors);
  const statuses = statusesOf(facts, /^4\d\d$/);
  const conflicts = CONFLICT.test(statuses);
  return [
    {
      cause: 'guest-error',
      resource: null,
      evidence: evidenceOf({ failedShare: clientErrors, statuses }),
      line: 0,
      text: conflicts
        ? {
            en: `The program refuses ${words.en} of the requests with ${statuses}: they conflict with others (a locked row, a key in progress, nothing left). The promise counts them as errors: keep the conflict shorter, or wait and retry for a short time before refusing.`,
            zh: `程序以 ${statuses} 拒绝了 ${words.zh} 的请求：它们与其他请求冲突（行被锁、键正在处理、已无剩余）。承诺把它们计为错误：请缩短冲突的时间，或在拒绝之前稍等并重试。`,
          }
        : {
            en: `${words.en} of the requests are answered with ${statuses}, and every answer but 2xx counts as an error: check the route's path, method and parameters.`,
            zh: `${words.zh} 的请求得到 ${statuses} 应答，而 2xx 以外的应答都计为错误：请检查路由的路径、方法和参数。`,
          },
      // A conflict is the load's nature more than a bug: it is not what is told first where most requests fail for another reason.
      rank: conflicts && clientErrors < facts.report.errorRate / 2 ? RANK.symptom + 5 : RANK.decisive + 20,
    },
  ];
};

/** Whether the promise broke because of these answers: they are most of the errors, and errors are what it broke by. */
function decides({ broken, report }: StageFacts, share: number): boolean {
  return broken.has('error-rate') && share >= report.errorRate / 2;
}

/** A refusal after a wait of this much, most of it for calls, is no shedding of load. Modelled. */
const LATE_MS = 5;

/** How long refused requests waited for services, ms on average; null: that is not what they were refused for. */
function waitOfRefused({ recording: { refused, resources } }: StageFacts): number | null {
  if (refused === undefined || refused.requests === 0) return null;
  const services = new Set(resources.filter(({ kind }) => kind === 'service').map(({ name }) => name));
  let waitedNs = refused.elsewhereNs;
  for (const { resource, queueNs, serviceNs } of refused.resources) if (services.has(resource)) waitedNs += queueNs + serviceNs;
  const eachMs = refused.latencyNs / refused.requests / 1e6;
  return eachMs >= LATE_MS && waitedNs >= refused.latencyNs / 2 ? eachMs : null;
}

/** 429 or 503 because a call took longer than the program waits for it. */
function describeOwnTimeouts(facts: StageFacts, share: number, eachMs: number): Finding {
  const words = wordShare(share);
  const service = waitsFor(facts, 'service').sort((a, b) => b.givenUpShare * b.count - a.givenUpShare * a.count)[0];
  const line = service?.givenUpLine ?? 0;
  const at = wordPlace(line, facts.files);
  const given = wordShare(service?.givenUpShare ?? 0);
  const calls: Text =
    service === undefined || service.givenUpShare === 0
      ? { en: '', zh: '' }
      : {
          en: ` It gives up ${given.en} of the calls to ${service.resource.name}${at.en}.`,
          zh: `它放弃了 ${given.zh} 对 ${service.resource.name} 的调用${at.zh}。`,
        };
  const slow = tellSlowServices(facts);
  return {
    cause: 'timeouts',
    resource: service?.resource.name ?? null,
    evidence: evidenceOf({ refusedShare: share, refusedAfterMs: eachMs, givenUpShare: service?.givenUpShare ?? 0 }),
    line,
    text: {
      en: `The program itself refuses ${words.en} of the requests (429 or 503) after ${wordMs(eachMs)} on average, most of it spent waiting for a call: its own time-out is over before a slow call is, whatever the load.${calls.en}${slow.en} Make a second attempt within the promised time, wait longer, or answer with something older.`,
      zh: `程序自己拒绝了 ${words.zh} 的请求（429 或 503），平均在 ${wordMs(eachMs)} 之后，其中大部分时间在等待调用：慢调用尚未返回，程序自己的超时就先到了，与负载无关。${calls.zh}${slow.zh}请在承诺的时间内再试一次、等待更久，或用较旧的数据应答。`,
    },
    rank: decides(facts, share) ? RANK.decisive + 15 : RANK.symptom + 5,
    explains: ['api-slow', 'connections-churn'],
  };
}

/** The statuses of a kind that requests were answered with: "502, 504". */
const statusesOf = (facts: StageFacts, pattern: RegExp) =>
  Object.keys(facts.report.errors)
    .filter((outcome) => pattern.test(outcome))
    .join(', ');

/** The clients follow no redirect. FastAPI answers with one where only the `/` at the end of a path is missing or too much. */
function diagnoseRedirects(facts: StageFacts): Finding[] {
  const share = statusShare(facts, /^3\d\d$/);
  if (share <= facts.task.slo.errorRate) return [];
  const words = wordShare(share);
  const statuses = statusesOf(facts, /^3\d\d$/);
  return [
    {
      cause: 'guest-error',
      resource: null,
      evidence: evidenceOf({ failedShare: share, statuses }),
      line: 0,
      text: {
        en: `${words.en} of the requests are answered with ${statuses}, a redirect, which the clients do not follow: answer at the path that they ask for. A \`/\` at the end of a path makes it another path.`,
        zh: `${words.zh} 的请求得到 ${statuses} 重定向，而客户端不会跟随：请在所请求的路径上直接应答。路径末尾多一个 \`/\` 就是另一条路径。`,
      },
      rank: RANK.decisive + 20,
    },
  ];
}

/** 5xx without an exception on the console: the program caught what went wrong, and says so. */
function diagnoseOwnFailures(facts: StageFacts): Finding[] {
  // A 502 of a worker that had died is not the program's own.
  const failed = facts.recording.restarts.length > 0 ? /^5(?!0[23])\d\d$/ : /^5(?!03)\d\d$/;
  const share = statusShare(facts, failed);
  if (share <= facts.task.slo.errorRate || facts.failures.size > 0) return [];
  const words = wordShare(share);
  const statuses = statusesOf(facts, failed);
  const late = statuses === '504';
  return [
    {
      cause: late ? 'timeouts' : 'guest-error',
      resource: null,
      evidence: evidenceOf({ failedShare: share, statuses }),
      line: 0,
      text: late
        ? {
            en: `The program itself answers ${words.en} of the requests with 504: a time-out of its own was over first. What those requests wait for is the cause.`,
            zh: `程序自己以 504 应答了 ${words.zh} 的请求：它自己的超时先到了。这些请求在等待什么，才是原因。`,
          }
        : {
            en: `The program itself answers ${words.en} of the requests with ${statuses}: it caught what failed, and the console says nothing of it. Log the exception before you answer.`,
            zh: `程序自己以 ${statuses} 应答了 ${words.zh} 的请求：它捕获了失败，而控制台没有任何记录。请在应答之前记录异常。`,
          },
      rank: RANK.symptom + 5,
    },
  ];
}

/** So many calls given up are a habit. Modelled. */
const GIVEN_UP = 0.05;

/** Clients gave up, or the program's own time-outs fired. */
export const diagnoseTimeouts: Rule = (facts) => {
  const share = facts.shareOf('timeout');
  const own = facts.failures.get('timeout') ?? facts.failures.get('pool-timeout');
  if (share <= facts.task.slo.errorRate && own === undefined) return [];
  const stuck = mostStuck(facts.recording.stuck);
  const line = (share > 0 && stuck?.line) || own?.line || 0;
  const at = wordPlace(line, facts.files);
  const clientMs = facts.task.world.load.clientTimeoutMs;
  const words = wordShare(share);
  const open = facts.recording.unfinished;
  const gaveUp = share > 0;
  const text: Text = gaveUp
    ? {
        en: `${words.en} of the requests got no answer within the client's ${clientMs} ms; ${wordCount(open)} were still open at the end of the window.`,
        zh: `${words.zh} 的请求在客户端的 ${clientMs} ms 超时内没有得到应答；窗口结束时仍有 ${wordCount(open)} 个未完成。`,
      }
    : { en: '', zh: '' };
  const failed = wordShare(statusShare(facts, /^5\d\d$/));
  const standing: Text =
    stuck !== null && gaveUp
      ? {
          en: ` Most requests without an answer await ${stuck.awaits}${at.en}.`,
          zh: `未得到应答的请求大多在等待 ${stuck.awaits}${at.zh}。`,
        }
      : own !== undefined
        ? {
            en: ` The program's own time-outs fire${at.en}: ${own.lastLine}. ${failed.en} of the requests fail with 5xx.`,
            zh: `程序自己的超时被触发${at.zh}：${own.lastLine}。${failed.zh} 的请求以 5xx 失败。`,
          }
        : { en: '', zh: '' };
  const slow = tellSlowServices(facts);
  const givenUp = own === undefined ? undefined : waitsFor(facts, 'service').find(({ givenUpShare }) => givenUpShare >= GIVEN_UP);
  const gives = wordShare(givenUp?.givenUpShare ?? 0);
  const givenUpAt = wordPlace(givenUp?.givenUpLine ?? 0, facts.files);
  const calls: Text =
    givenUp === undefined
      ? { en: '', zh: '' }
      : {
          en: ` It gives up ${gives.en} of the calls to ${givenUp.resource.name}${givenUpAt.en}; each aborted call closes its connection.`,
          zh: `程序放弃了 ${gives.zh} 对 ${givenUp.resource.name} 的调用${givenUpAt.zh}；每次中止的调用都会关闭其连接。`,
        };
  const decisive = givenUp !== undefined && !gaveUp && decides(facts, statusShare(facts, /^5\d\d$/));
  return [
    {
      cause: 'timeouts',
      resource: null,
      evidence: evidenceOf({
        timeoutShare: share,
        clientTimeoutMs: clientMs,
        unfinished: facts.recording.unfinished,
        awaits: stuck?.awaits ?? '',
        stuckThere: stuck?.count ?? 0,
      }),
      line,
      text: {
        en: `${text.en}${standing.en}${calls.en}${slow.en}`.trim(),
        zh: `${text.zh}${standing.zh}${calls.zh}${slow.zh}`,
      },
      rank: decisive ? RANK.decisive + 15 : RANK.symptom,
      ...(decisive ? { explains: ['api-slow', 'connections-churn'] } : {}),
    },
  ];
};
