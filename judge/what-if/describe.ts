// The what-if in words: what was lifted, what became of the stage, what gives way then.
import { nameCause } from '../diagnosis/cause-names.ts';
import type { Text } from '../diagnosis/text.ts';
import { wordMs, wordRate, wordShare } from '../figures.ts';
import type { Task } from '../task.ts';
import type { Limit } from './choose-limit.ts';
import type { WhatIf } from './what-if-report.ts';

/** A p99 that falls by less has not changed. Modelled. */
const SAME = 0.1;
const ERRORS = 0.01;
/** Resources whose names are words; others are called as the program or the world calls them. */
const IN_CHINESE: Readonly<Record<string, string>> = { 'event loop': '事件循环', database: '数据库', cache: '缓存', clients: '客户端连接' };

export function describeWhatIf(found: Omit<WhatIf, 'text'>, limit: Limit, task: Task): Text {
  const { before, after, offeredRps, nextCause } = found;
  const without = nameLimit(limit);
  const rate = wordRate(offeredRps);
  const [was, is] = [wordMs(before.p99Ms), wordMs(after.p99Ms)];
  const same = !after.survived && after.p99Ms > (1 - SAME) * before.p99Ms && Math.abs(after.errorRate - before.errorRate) < ERRORS;
  const errors = wordErrors(found, task);
  const figures: Text = same
    ? {
        en: `next to nothing would change at ${rate} requests/s: p99 ${is} instead of ${was}${errors.en}`,
        zh: `每秒 ${rate} 个请求时几乎没有变化：p99 为 ${is}（原为 ${was}）${errors.zh}`,
      }
    : {
        en: `p99 at ${rate} requests/s would be ${is} instead of ${was}${errors.en}`,
        zh: `每秒 ${rate} 个请求时的 p99 为 ${is}，而不是 ${was}${errors.zh}`,
      };
  const next = nextWords(nextCause, same, found, task);
  const caveat: Text =
    limit.kind === 'lock' || limit.kind === 'rows'
      ? {
          en: ' Only time is measured: without it the answers may be wrong.',
          zh: '这里只测量时间：没有锁，结果可能出错。',
        }
      : { en: '', zh: '' };
  return { en: `${without.en}, ${figures.en}${next.en}${caveat.en}`, zh: `${without.zh}，${figures.zh}${next.zh}${caveat.zh}` };
}

/** Told where the stage fell by them before or after. */
function wordErrors({ before, after }: Omit<WhatIf, 'text'>, task: Task): Text {
  if (Math.max(before.errorRate, after.errorRate) <= task.slo.errorRate) return { en: '', zh: '' };
  const [was, is] = [wordShare(before.errorRate), wordShare(after.errorRate)];
  return { en: `, errors ${is.en} instead of ${was.en}`, zh: `，错误率 ${is.zh}（原为 ${was.zh}）` };
}

function nextWords(cause: string | null, same: boolean, { upperBound }: Omit<WhatIf, 'text'>, task: Task): Text {
  if (cause === null) {
    const bound = wordRate(upperBound.rps);
    return upperBound.rps === 0
      ? { en: ': it would hold.', zh: '：能够达标。' }
      : {
          en: `: it would hold, and the design would top out near ${bound}${upperBound.rps < task.goalRps ? ` of ${wordRate(task.goalRps)}` : ''} requests/s (limited by: ${upperBound.limitedBy}).`,
          zh: `：能够达标，设计的上限约为每秒 ${bound} 个请求${upperBound.rps < task.goalRps ? `（目标 ${wordRate(task.goalRps)}）` : ''}，届时受限于${IN_CHINESE[upperBound.limitedBy] ?? ` ${upperBound.limitedBy}`}。`,
        };
  }
  const name = nameCause(cause);
  return same
    ? { en: `. It is not what to look at first: ${name.en} would remain.`, zh: `。它不是首先要看的地方：剩下的问题是${name.zh}。` }
    : { en: `; what gives way next: ${name.en}.`, zh: `；接下来的瓶颈是：${name.zh}。` };
}

function nameLimit({ kind, resource, what, file, line }: Limit): Text {
  const place = file === null ? { en: '', zh: '' } : { en: ` at ${file} line ${line}`, zh: `（${file} 第 ${line} 行）` };
  switch (kind) {
    case 'database':
      return { en: 'With as many database cores as it could use', zh: '如果数据库有用不完的 CPU 核' };
    case 'connections':
      return { en: 'If Postgres accepted any number of connections', zh: '如果 Postgres 不限制连接数' };
    case 'rows':
      return { en: 'If nobody waited for locked rows', zh: '如果没有人需要等待行锁' };
    case 'service':
      return { en: `With no limit of calls at ${resource}`, zh: `如果 ${resource} 不限制并发和速率` };
    case 'cache':
      return { en: "If the cache's thread took next to no time for a command", zh: '如果缓存线程处理命令几乎不耗时' };
    case 'cpu':
      return { en: 'If CPU cost next to nothing (a hundred times as fast)', zh: '如果 CPU 几乎不花时间（快一百倍）' };
    case 'step':
      return what === 'CPU'
        ? { en: `If the computation${place.en} ran beside the event loop`, zh: `如果这段计算${place.zh}不占用事件循环` }
        : { en: `If ${what}${place.en} did not hold the event loop`, zh: `如果 ${what}${place.zh}不阻塞事件循环` };
    case 'lock':
      return { en: `If everybody had ${resource} at once`, zh: `如果所有请求能同时持有 ${resource}` };
    case 'processes':
      return { en: `With as many processes and cores as ${resource} could use`, zh: `如果 ${resource} 的进程和 CPU 核不受限制` };
    case 'threads':
      return { en: `With as many threads as ${resource} could use`, zh: `如果 ${resource} 的线程数不受限制` };
    default:
      return { en: `With an unlimited ${resource}`, zh: `如果 ${resource} 没有上限` };
  }
}
