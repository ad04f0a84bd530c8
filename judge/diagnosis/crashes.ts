// Workers whose process ended itself: an error that nothing caught, a rejection that nobody handles, process.exit.
import type { Restart } from '#engine/stage.ts';
import { wordCount, wordPlace, wordShare } from '../figures.ts';
import { statusShare } from './facts.ts';
import { exceptionLine } from './failures.ts';
import { evidenceOf, RANK, type Rule, type Text } from './finding.ts';

const SHOWN_TIMES = 3;

interface Ending {
  readonly what: Text;
  readonly advice: Text;
}

const ENDINGS: Readonly<Record<Exclude<Restart['cause'], 'memory'>, Ending>> = {
  unhandledRejection: {
    what: { en: 'an unhandled rejection', zh: '未处理的 Promise rejection ' },
    advice: {
      en: 'Await every promise inside the try that is to catch it, or give it a `.catch`; what is started without an await needs one, too.',
      zh: '请在负责捕获的 try 中 await 每个 Promise，或为它加上 `.catch`；不 await 就启动的异步操作也不例外。',
    },
  },
  uncaughtException: {
    what: { en: 'an uncaught exception', zh: '未捕获的异常' },
    advice: {
      en: "No request's try surrounds what timers, callbacks and listeners throw: catch it there, and listen for 'error'.",
      zh: '定时器、回调和监听器中抛出的异常不在任何请求的 try 之内：请就地捕获，并监听 error 事件。',
    },
  },
  exit: {
    what: { en: 'process.exit', zh: ' process.exit ' },
    advice: {
      en: 'A server that serves others must not end itself: answer this one request with an error.',
      zh: '服务器还在处理其他请求，不应自行退出：请只对这一个请求返回错误。',
    },
  },
};

export const diagnoseCrashes: Rule = (facts) => {
  const crashes = facts.recording.restarts.filter(({ cause }) => cause !== 'memory');
  const first = crashes[0];
  if (first === undefined || first.cause === 'memory') return [];
  const { what, advice } = ENDINGS[first.cause];
  const message = first.error?.message ?? '';
  const error = exceptionLine(message) ?? message.split('\n')[0] ?? '';
  const line = first.error?.line ?? 0;
  const at = wordPlace(line, facts.files);
  const lost = crashes.reduce((sum, { lostRequests }) => sum + lostRequests, 0);
  const failedShare = statusShare(facts, /^502$/);
  const share = wordShare(failedShare);
  const times = crashes.slice(0, SHOWN_TIMES).map(({ atNs }) => `${wordCount(Math.round(atNs / 1e7) / 100)} s`);
  const more = crashes.length - times.length;
  return [
    {
      cause: 'worker-crashed',
      resource: facts.recording.resources.find(({ kind }) => kind === 'loop')?.name ?? null,
      evidence: evidenceOf({ crashes: crashes.length, lostRequests: lost, failedShare, error }),
      line,
      text: {
        en: `The process of worker ${first.worker} ended at ${times[0]} of ${what.en}${at.en}: ${error}. ${crashes.length} ${crashes.length === 1 ? 'crash' : 'crashes'} in all (${times.join(', ')}${more > 0 ? ` and ${more} more` : ''}); each loses its open requests and refuses others until its successor has started: ${share.en} of the requests fail with 502. ${advice.en}`,
        zh: `worker ${first.worker} 的进程在 ${times[0]} 因${what.zh}而退出${at.zh}：${error}。共崩溃 ${crashes.length} 次（${times.join('、')}${more > 0 ? `，另有 ${more} 次` : ''}）；每次都会丢失处理中的请求，并在新进程启动前拒绝其他请求：${share.zh} 的请求以 502 失败。${advice.zh}`,
      },
      rank: RANK.decisive + 46,
      explains: [
        'memory-killed',
        'guest-error',
        'timeouts',
        'slow-requests',
        'load-shed',
        'loop-saturated',
        'loop-blocked',
        'pool-exhausted',
      ],
    },
  ];
};
