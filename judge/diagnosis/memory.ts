// Workers that were killed because they used more memory than their container allows, and those that are on the way there.
import { BUCKET_NS } from '#engine/meter.ts';
import { wordCount, wordPlace, wordShare } from '../figures.ts';
import { statusShare } from './facts.ts';
import { evidenceOf, RANK, type Rule, type Text } from './finding.ts';
import type { LanguageWords } from './language-words.ts';

const OPEN_REQUESTS = 'open requests';
const SHOWN_TIMES = 3;
const BUCKET_S = BUCKET_NS / 1e9;
/** Shorter than this, a trend is none; slower than this share of the limit, it is noise; later than this, it is no finding of a load test. Modelled. */
const TREND_BUCKETS = 12;
const TREND_SHARE = 0.05;
const TREND_S = 120;
const STEADY = 0.5;

export const diagnoseMemory: Rule = (facts) => {
  const restarts = facts.recording.restarts.filter(({ cause }) => cause === 'memory');
  const first = restarts[0];
  if (first === undefined) return [];
  const limitMb = facts.task.world.workers.memoryMb;
  const lost = restarts.reduce((sum, restart) => sum + restart.lostRequests, 0);
  const failedShare = statusShare(facts, /^502$/);
  const { holder } = first;
  const open = holder?.name === OPEN_REQUESTS;
  const line = holder?.line ?? 0;
  const heldMb = Math.round((holder?.bytes ?? 0) / 1e6);
  const times = restarts.slice(0, SHOWN_TIMES).map(({ atNs }) => `${wordCount(Math.round(atNs / 1e7) / 100)} s`);
  const more = restarts.length - times.length;
  const share = wordShare(failedShare);
  return [
    {
      cause: 'memory-killed',
      resource: facts.recording.resources.find(({ kind }) => kind === 'loop')?.name ?? null,
      evidence: evidenceOf({ restarts: restarts.length, limitMb, heldMb, holder: holder?.name ?? '', lostRequests: lost, failedShare }),
      line,
      text: {
        en: `Worker ${first.worker} was killed at ${times[0]}: out of memory (${limitMb} MB)${nameHolder(facts.files, holder, heldMb).en}. ${restarts.length} ${restarts.length === 1 ? 'kill' : 'kills'} in all (${times.join(', ')}${more > 0 ? ` and ${more} more` : ''}); each loses its open requests and refuses others until its successor has started: ${share.en} of the requests fail with 502. ${advice(open, facts.words).en}`,
        zh: `worker ${first.worker} 在 ${times[0]} 被杀死：内存耗尽（上限 ${limitMb} MB）${nameHolder(facts.files, holder, heldMb).zh}。共被杀死 ${restarts.length} 次（${times.join('、')}${more > 0 ? `，另有 ${more} 次` : ''}）；每次都会丢失处理中的请求，并在新进程启动前拒绝其他请求：${share.zh} 的请求以 502 失败。${advice(open, facts.words).zh}`,
      },
      // Requests that pile up are what an overloaded worker dies of, not why it is overloaded.
      rank: open ? RANK.symptom + 8 : RANK.decisive + 45,
      ...(open
        ? {}
        : { explains: ['guest-error', 'timeouts', 'slow-requests', 'load-shed', 'loop-saturated', 'loop-blocked', 'pool-exhausted'] }),
    },
  ];
};

/** Nobody was killed yet: what a program keeps grows as fast in the second half of the stage as it did before. */
export const diagnoseGrowingMemory: Rule = (facts) => {
  const { memory, restarts } = facts.recording;
  const { series, holder, limitBytes } = memory;
  const last = series.length - 1;
  if (restarts.length > 0 || series.length < TREND_BUCKETS || holder === null || holder.name === OPEN_REQUESTS) return [];
  const half = Math.round(last / 2);
  const at = (share: number) => series[Math.round(last * share)] as number;
  const grown = at(1) - (series[half] as number);
  const perSecond = grown / ((last - half) * BUCKET_S);
  const leftS = (limitBytes - at(1)) / perSecond;
  // What levels off (a cache that has seen most of its keys) grew faster before.
  const latest = at(1) - at(0.75);
  const steady = latest >= STEADY * (at(0.75) - at(0.5)) && latest >= STEADY * (at(0.5) - at(0.25));
  if (grown < limitBytes * TREND_SHARE || !steady || leftS > TREND_S) return [];
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  const heldMb = megabytes(holder.bytes);
  const words = nameHolder(facts.files, holder, heldMb);
  const rate = wordCount(Math.round(perSecond / 1e5) / 10);
  const left = wordCount(Math.max(1, Math.round(leftS)));
  return [
    {
      cause: 'memory-grows',
      resource: facts.recording.resources.find(({ kind }) => kind === 'loop')?.name ?? null,
      evidence: evidenceOf({
        mbPerSecond: perSecond / 1e6,
        usedMb: megabytes(at(1)),
        limitMb: megabytes(limitBytes),
        heldMb,
        holder: holder.name,
        leftS,
      }),
      line: holder.line,
      text: {
        en: `The memory of a worker grows by ${rate} MB a second and does not level off: ${megabytes(at(1))} of ${megabytes(limitBytes)} MB at the end${words.en}. In ${left} s more at this rate the worker would be killed. ${advice(false, facts.words).en}`,
        zh: `worker 的内存每秒增长 ${rate} MB，且没有趋稳：结束时为 ${megabytes(at(1))} MB（上限 ${megabytes(limitBytes)} MB）${words.zh}。照此速度再过 ${left} 秒，该 worker 将被杀死。${advice(false, facts.words).zh}`,
      },
      rank: RANK.symptom + 2,
    },
  ];
};

function nameHolder(files: readonly string[], holder: { readonly name: string; readonly line: number } | null, heldMb: number): Text {
  if (!holder?.name) return { en: '', zh: '' };
  if (holder.name === OPEN_REQUESTS) return { en: `; its open requests held ${heldMb} MB`, zh: `；其处理中的请求占用 ${heldMb} MB` };
  const at = wordPlace(holder.line, files);
  return { en: `; ${holder.name}${at.en} held ${heldMb} MB`, zh: `；${holder.name}${at.zh}占用 ${heldMb} MB` };
}

function advice(open: boolean, words: LanguageWords): Text {
  return open
    ? { en: 'Bound what is accepted: shed load before it piles up.', zh: '请限制接收量：在堆积之前拒绝多余的请求。' }
    : words.bounded;
}
