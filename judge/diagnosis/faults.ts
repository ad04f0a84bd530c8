// Stages that ended early: the program could not start, never gave the loop back, or nothing was left to run.
import { NEVER_ANSWERED } from '#engine/finish-stage.ts';
import type { StuckRequest } from '#engine/guest-port.ts';
import { wordPlace, wordShare } from '../figures.ts';
import { lineInTraceback } from '../traceback.ts';
import type { StageFacts } from './facts.ts';
import { exceptionLine } from './failures.ts';
import { evidenceOf, type Finding, RANK, type Rule, type Text } from './finding.ts';
import type { LanguageWords } from './language-words.ts';

const firstLine = (text: string) => text.split('\n')[0] ?? '';
// SQLAlchemy ends its messages with the statement and a link.
const lastLine = (text: string) => exceptionLine(text.trim()) ?? text.trim().split('\n').at(-1)?.trim() ?? '';

/** What each verdict of the engine means to the person who wrote the program. */
const TEXT_BY_VERDICT: Readonly<Record<string, (message: string, at: Text, words: LanguageWords) => Text>> = {
  'startup-failed': (message, at, { traceback }) => ({
    en: `The program's start-up failed${at.en}: ${lastLine(message)}. No request was served; look at the console for the ${traceback.en}.`,
    zh: `程序启动失败${at.zh}：${lastLine(message)}。没有处理任何请求，完整的${traceback.zh}见控制台。`,
  }),
  'endless-loop': (_message, at) => ({
    en: `A loop${at.en} never ends and never awaits: the event loop cannot serve anybody else. Give the loop an end, or await inside it.`,
    zh: `循环${at.zh}永不结束，也没有 await：事件循环无法再处理其他请求。请为循环设定终止条件，或在其中 await。`,
  }),
  'endless-call': (message, at) => ({
    en: `One call${at.en} would never give the worker back: ${firstLine(message)}. Bound its argument before it is made.`,
    zh: `一次调用${at.zh}永远不会交还 worker：${firstLine(message)}。请在调用之前限制参数的大小。`,
  }),
  spinning: (_message, at, { spinning }) => ({
    en: `The code${at.en} only yields and never waits (${spinning.how.en}): it uses the whole CPU. ${spinning.instead.en}`,
    zh: `代码${at.zh}只让出而从不等待（${spinning.how.zh}），耗尽了 CPU。${spinning.instead.zh}`,
  }),
  'too-many-tasks': (message, at) => ({
    en: `Tasks pile up without end${at.en}: ${firstLine(message)}. Bound the concurrency (a semaphore, a queue with a maximum) and shed what does not fit.`,
    zh: `任务无限堆积${at.zh}：${firstLine(message)}。请限制并发（信号量、有界队列），超出部分应拒绝。`,
  }),
  'stack-overflow': (_message, at, words) => words.stackOverflow(at),
  deadlock: (message, at, { loopLock }) => ({
    en: `Deadlock${at.en}: ${firstLine(message)}.`,
    zh: `死锁${at.zh}：事件循环在等待一把只有它自己的任务才能释放的锁，于是永远停住（${firstLine(message)}）。请改用 ${loopLock} 或异步驱动。`,
  }),
  memory: (message, at) => ({
    en: `The program ran out of memory${at.en}: ${firstLine(message)}. Bound caches and queues.`,
    zh: `程序内存耗尽${at.zh}：${firstLine(message)}。请为缓存和队列设定上限。`,
  }),
};

export const diagnoseFault: Rule = (facts) => {
  const { fault } = facts.recording;
  if (fault === null) return [];
  // Others are told of by who waits there: a loop that waits for its own tasks.
  if (fault.verdict === 'deadlock' && (!fault.line || fault.message.includes(NEVER_ANSWERED))) return [diagnoseDeadlock(facts)];
  // A start-up that failed carries its place in the traceback.
  const line = fault.line || lineInTraceback(fault.message, facts.files);
  const at = wordPlace(line, facts.files);
  const text = TEXT_BY_VERDICT[fault.verdict]?.(fault.message, at, facts.words) ?? {
    en: `The run was stopped (${fault.verdict})${at.en}: ${firstLine(fault.message)}.`,
    zh: `运行被中止（${fault.verdict}）${at.zh}：${firstLine(fault.message)}。`,
  };
  const evidence = evidenceOf({ verdict: fault.verdict, message: lastLine(fault.message).slice(0, 300) });
  return [{ cause: fault.verdict, resource: null, evidence, line, text, rank: RANK.fault }];
};

function diagnoseDeadlock(facts: StageFacts): Finding {
  const { fault, stuck } = facts.recording;
  const place = mostStuck(stuck);
  const line = place?.line ?? fault?.line ?? 0;
  const awaits = place?.awaits ?? 'an await';
  const at = wordPlace(line, facts.files);
  const share = wordShare(place === null ? 0 : place.count / stuck.length);
  const unanswered = facts.shareOf('timeout');
  const advice = facts.words.deadlocks.find(([pattern]) => pattern.test(awaits))?.[1] ?? facts.words.anyDeadlock;
  return {
    cause: 'deadlock',
    resource: null,
    evidence: evidenceOf({ awaits, unansweredShare: unanswered, stuckRequests: stuck.length, stuckThere: place?.count ?? 0 }),
    line,
    text: {
      en: `Deadlock: nothing is left to run, and ${wordShare(unanswered).en} of the requests were never answered. ${share.en} of those still open await ${awaits}${at.en}, which nobody will ever complete. ${advice.en}`,
      zh: `死锁：已没有任何可运行的任务，而 ${wordShare(unanswered).zh} 的请求从未得到应答。仍未完成的请求中有 ${share.zh} 在等待 ${awaits}${at.zh}，而它永远不会完成。${advice.zh}`,
    },
    rank: RANK.fault,
    explains: ['timeouts'],
  };
}

/** Where most of the requests that never got an answer stand. */
export function mostStuck(
  requests: readonly StuckRequest[],
): { readonly line: number; readonly awaits: string; readonly count: number } | null {
  const places = new Map<string, { line: number; awaits: string; count: number }>();
  for (const { line, awaits } of requests) {
    const key = `${line} ${awaits}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, { line, awaits, count: 1 });
    else known.count += 1;
  }
  return [...places.values()].sort((a, b) => b.count - a.count || a.line - b.line)[0] ?? null;
}
