// What a finding cost, in a sentence about the stage that decided.
import type { CodeFinding } from '#engine/guest-port.ts';
import type { Text } from '../diagnosis/text.ts';
import { wordCount, wordMs, wordRate, wordShare } from '../figures.ts';
import type { Measured } from './measure.ts';

type Figures = Measured['figures'];

export function wordEffect({ rule }: CodeFinding, measured: Measured | null, offeredRps: number): Text {
  const rate = wordRate(offeredRps);
  const at: Text = { en: `At ${rate} requests/s`, zh: `每秒 ${rate} 个请求时，` };
  const said =
    measured === null ? (FREE[rule] ?? NEXT_TO_NOTHING) : (EFFECTS[rule]?.((name) => measured.figures[name] ?? 0) ?? NEXT_TO_NOTHING);
  if (rule === 'wall-time') return said;
  return { en: `${at.en} ${said.en}`, zh: `${at.zh}${said.zh}` };
}

const NEXT_TO_NOTHING: Text = {
  en: 'it cost next to nothing: under 1 % of the time.',
  zh: '它几乎没有影响（不到 1% 的时间）。',
};

/** Where a share of the time says nothing. */
const FREE: Readonly<Record<string, Text>> = {
  'no-timeout': { en: 'no recorded call took long enough for it to matter.', zh: '没有记录到慢到需要它的调用。' },
  'sleep-zero': { en: 'the event loops were hardly late.', zh: '事件循环几乎没有延迟。' },
  'wall-time': { en: 'It costs nothing; it only misleads whoever reads the figure.', zh: '它本身没有开销，只是会误导看数字的人。' },
};

type Word = (figure: (name: keyof Figures & string) => number) => Text;

const EFFECTS: Readonly<Record<string, Word>> = {
  'blocking-call': (figure) => {
    const share = wordShare(figure('loopShare'));
    const [mean, max] = [wordMs(figure('meanMs')), wordMs(figure('maxMs'))];
    return {
      en: `it held the event loops ${share.en} of the time, ${mean} each time and ${max} at most.`,
      zh: `它占住事件循环 ${share.zh} 的时间，平均每次 ${mean}，最长 ${max}。`,
    };
  },
  'unbounded-fan-out': (figure) => {
    const calls = wordCount(figure('callsPerRequest'));
    const refused = wordShare(figure('refusedShare'));
    const waited = wordMs(figure('queueMs'));
    return figure('refusedShare') >= 0.01
      ? {
          en: `a request made ${calls} calls here, and ${refused.en} of them failed or were refused.`,
          zh: `每个请求在这里发出 ${calls} 次调用，其中 ${refused.zh} 失败或被拒绝。`,
        }
      : {
          en: `a request made ${calls} calls here, which queued for ${waited} in all.`,
          zh: `每个请求在这里发出 ${calls} 次调用，合计排队 ${waited}。`,
        };
  },
  'no-timeout': (figure) => {
    const [longest, mean] = [wordMs(figure('longestMs')), wordMs(figure('meanMs'))];
    return {
      en: `a call took ${mean} on average, and the longest that was recorded ${longest}.`,
      zh: `一次调用平均 ${mean}，记录到的最长一次为 ${longest}。`,
    };
  },
  'client-per-request': (figure) => {
    const loop = wordShare(figure('loopShare'));
    const latency = wordShare(figure('latencyShare'));
    const waited = wordMs(figure('waitedMs'));
    const made = wordMs(figure('madeMs'));
    const connects = wordCount(figure('connectsPerRequest'));
    if (figure('refusedShare') > 0) {
      const refused = wordShare(figure('refusedShare'));
      return {
        en: `${refused.en} of the requests failed because a connection was refused here.`,
        zh: `${refused.zh} 的请求因为在这里被拒绝连接而失败。`,
      };
    }
    if (figure('loopShare') >= figure('latencyShare')) {
      return {
        en: `making it kept the event loops ${loop.en} of the time, ${made} each time.`,
        zh: `创建它占用了事件循环 ${loop.zh} 的时间，每次 ${made}。`,
      };
    }
    return {
      en: `opening connections here (${connects} a request) took ${waited} of each request, ${latency.en} of its latency.`,
      zh: `在这里建立连接（每个请求 ${connects} 次）耗费每个请求 ${waited}，占其延迟的 ${latency.zh}。`,
    };
  },
  'lock-across-await': (figure) => {
    const share = wordShare(figure('latencyShare'));
    const waited = wordMs(figure('queueMs'));
    return {
      en: `requests waited ${waited} for it, ${share.en} of their latency.`,
      zh: `请求为它等待 ${waited}，占其延迟的 ${share.zh}。`,
    };
  },
  'query-in-loop': (figure) => wordCalls(figure, { en: 'statements', zh: '条语句' }),
  'sequential-awaits': (figure) => wordCalls(figure, { en: 'calls', zh: '次调用' }),
  'sleep-zero': (figure) => {
    const [lag, busy] = [wordMs(figure('loopLagP99Ms')), wordShare(figure('utilisation'))];
    return {
      en: `the event loops were still ${busy.en} busy and ${lag} late at the p99.`,
      zh: `事件循环仍有 ${busy.zh} 的时间在忙，延迟的 p99 为 ${lag}。`,
    };
  },
};

function wordCalls(figure: Parameters<Word>[0], what: Text): Text {
  const share = wordShare(figure('latencyShare'));
  const waited = wordMs(figure('waitedMs'));
  const calls = wordCount(figure('callsPerRequest'));
  return {
    en: `a request spent ${waited} on ${calls} ${what.en} here, ${share.en} of its latency.`,
    zh: `每个请求在这里的 ${calls} ${what.zh}上花费 ${waited}，占其延迟的 ${share.zh}。`,
  };
}
