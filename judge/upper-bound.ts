// Where a design tops out: the resource with the smallest servers / demand. Taken from the stage with the most
// throughput, because caches and batches make a request cheaper as the load grows, and a collapse makes it dearer.
import { clientConnectionDemand, type Demand, measureDemands } from './demand.ts';
import type { Text } from './diagnosis/text.ts';
import { roundFigure, wordCalls, wordCount, wordMs, wordRate, wordShare } from './figures.ts';
import type { StageRun } from './ladder.ts';
import type { Report, SloRow } from './report.ts';
import type { Task } from './task.ts';

export type UpperBound = Report['upperBound'];

/** Modelled: less than this share of the arrivals answered, and no resource is the reason. */
const REACHED = 0.8;

export function findUpperBound(task: Task, runs: readonly StageRun[]): UpperBound {
  let best: StageRun | undefined;
  for (const run of runs) if (run.recording.throughputRps > (best?.recording.throughputRps ?? 0)) best = run;
  const tightest = best === undefined ? undefined : tightestDemand(best, runs, task);
  if (best === undefined || tightest === undefined) {
    const text = {
      en: 'No request was completed, so there is nothing to work out an upper bound from.',
      zh: '没有完成任何请求，无法推算上限。',
    };
    return { rps: 0, limitedBy: '', text };
  }
  const survivedRps = Math.max(0, ...runs.filter((run) => run.report.passed).map((run) => run.report.offeredRps));
  // What was survived was carried: a bound below it is chance in the arrivals of one window.
  const rps = roundFigure(Math.max(tightest.boundRps, survivedRps), 3);
  const fallen = runs.find((run) => !run.report.passed && run.report.offeredRps <= rps);
  const reason = describeLimit(tightest);
  const bound = wordRate(rps);
  const goal = wordRate(task.goalRps);
  const { throughputRps: reached, arrivalRps } = best.recording;
  const offered = arrivalRps.mean;
  const busy = wordShare(tightest.utilisation);
  const text =
    tightest.boundRps <= survivedRps
      ? {
          en: `This design holds ${bound} requests/s and hardly more: the busiest resource there (${tightest.name}) is ${busy.en} busy.`,
          zh: `这个设计能承受每秒 ${bound} 个请求，但几乎没有余量：此时最忙的资源（${tightest.name}）利用率已达 ${busy.zh}。`,
        }
      : fallen !== undefined && reached >= REACHED * offered
        ? tellFallen(fallen, bound, reason)
        : rps < task.goalRps
          ? {
              en: `This design tops out near ${bound} of ${goal} requests/s: at that rate ${reason.en}.`,
              zh: `这个设计的上限约为每秒 ${bound} 个请求（目标 ${goal}）：到那时${reason.zh}。`,
            }
          : reached < REACHED * offered
            ? {
                en: `The resources of this design would carry about ${bound} requests/s, but it reached ${wordRate(reached)} of ${wordRate(offered)}: what the program itself refuses, queues or fails at comes first. At ${bound} ${reason.en}.`,
                zh: `这个设计的资源可承受约每秒 ${bound} 个请求，但实际只达到 ${wordRate(reached)}（到达 ${wordRate(offered)}）：程序自身的拒绝、排队或失败先成为限制。到 ${bound} 时${reason.zh}。`,
              }
            : {
                en: `This design could carry about ${bound} requests/s, beyond the goal of ${goal}; at that rate ${reason.en}.`,
                zh: `这个设计最多可承受约每秒 ${bound} 个请求，超过目标 ${goal}；到那时${reason.zh}。`,
              };
  return { rps, limitedBy: tightest.name, text };
}

function tightestDemand(best: StageRun, runs: readonly StageRun[], task: Task): Demand | undefined {
  const [resource] = measureDemands(best.recording, task);
  const clients = clientConnectionDemand(
    runs.map(({ recording }) => recording),
    task,
  );
  return clients && (resource === undefined || clients.boundRps < resource.boundRps) ? clients : resource;
}

/** A bound counts throughput alone, and the run fell at or below it for something else. */
function tellFallen({ report }: StageRun, bound: string, reason: Text): Text {
  const rate = wordRate(report.offeredRps);
  const failed = report.slo.filter(({ passed }) => !passed).map(wordFailure);
  const en = failed.map((words) => words.en).join(', ');
  const zh = failed.map((words) => words.zh).join('、');
  return {
    en: `In throughput alone this design could carry about ${bound} requests/s, where ${reason.en}; but at ${rate} it already fails (${en || 'the stage ended early'}).`,
    zh: `仅就吞吐量而言，这个设计最多可承受约每秒 ${bound} 个请求（到那时${reason.zh}）；但在 ${rate} 时它已经未达标（${zh || '该档提前结束'}）。`,
  };
}

function wordFailure({ id, value, limit }: SloRow): Text {
  if (id === 'p99') return { en: `p99 ${wordMs(value)} of ${wordMs(limit)}`, zh: `p99 为 ${wordMs(value)}，上限 ${wordMs(limit)}` };
  if (id.startsWith('invariant:')) {
    const name = id.slice('invariant:'.length);
    return { en: `the invariant "${name}" is off by ${wordCount(value)}`, zh: `不变量“${name}”偏差 ${wordCount(value)}` };
  }
  const names: Readonly<Record<string, Text>> = {
    'error-rate': { en: 'errors', zh: '错误率' },
    'wrong-rate': { en: 'wrong answers', zh: '错误应答' },
    'keeps-up': { en: 'backlog grows by', zh: '积压增长' },
  };
  const name = names[id] ?? { en: id, zh: id };
  return {
    en: `${name.en} ${wordShare(value).en}, ${wordShare(limit).en} allowed`,
    zh: `${name.zh} ${wordShare(value).zh}，上限 ${wordShare(limit).zh}`,
  };
}

/** What is exhausted at the bound, as a clause. */
export function describeLimit(demand: Demand): Text {
  const each = wordMs(demand.perRequestMs);
  const calls = wordCount(demand.callsPerRequest);
  switch (demand.kind) {
    case 'loop':
      return {
        en: `the event loops would be 100 % busy (${each} of their time a request)`,
        zh: `事件循环将 100% 繁忙（每个请求占用 ${each}）`,
      };
    case 'database':
      return {
        en: `the database's cores would be 100 % busy (${each} of core time and ${wordCalls(demand.callsPerRequest, 'statement')} a request)`,
        zh: `数据库的 CPU 核将 100% 繁忙（每个请求占用 ${each} 核时、${calls} 条语句）`,
      };
    case 'cache':
      return {
        en: `the cache's only thread would be 100 % busy (${each} of it and ${wordCalls(demand.callsPerRequest)} a request)`,
        zh: `缓存的单线程将 100% 繁忙（每个请求占用 ${each}、调用 ${calls} 次）`,
      };
    case 'pool':
      return { en: `every connection of ${demand.name} would be in use all the time`, zh: `${demand.name} 的连接将全部被占用` };
    case 'lock':
      return { en: `${demand.name} would be held all the time`, zh: `锁 ${demand.name} 将一直被持有` };
    case 'rows':
      return { en: 'somebody would wait for a locked row all the time', zh: '将始终有事务在等待被锁定的行' };
    case 'semaphore':
      return { en: `${demand.name} would have no free place`, zh: `信号量 ${demand.name} 将没有空位` };
    case 'queue':
      return { en: `all tasks that serve ${demand.name} would be busy`, zh: `处理 ${demand.name} 的任务将全部忙碌` };
    case 'threads':
      return { en: `all threads of ${demand.name} would be busy`, zh: `线程池 ${demand.name} 的线程将全部被占用` };
    case 'processes':
      return { en: `all processes of ${demand.name} would be busy`, zh: `进程池 ${demand.name} 的进程将全部被占用` };
    case 'clients':
      return {
        en: `every connection of the clients would wait for an answer (${each} a request): shorter requests let more through`,
        zh: `客户端的所有连接都将在等待应答（每个请求 ${each}）：请求越短，能通过的越多`,
      };
    case 'rate-limit':
      return {
        en: `${demand.name} would allow no more calls (${wordCalls(demand.callsPerRequest)} a request against its rate limit)`,
        zh: `${demand.name} 将达到速率限制（每个请求调用 ${calls} 次）`,
      };
    default:
      return {
        en: `${demand.name} would have no free capacity (${wordCalls(demand.callsPerRequest)} a request, ${wordShare(demand.utilisation).en} busy in this run)`,
        zh: `${demand.name} 的并发能力将耗尽（每个请求调用 ${calls} 次，本次运行利用率 ${wordShare(demand.utilisation).zh}）`,
      };
  }
}
