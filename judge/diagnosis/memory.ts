// Workers that were killed because they used more memory than their container allows.
import { wordCount, wordPlace, wordShare } from '../figures.ts';
import { statusShare } from './facts.ts';
import { evidenceOf, RANK, type Rule, type Text } from './finding.ts';

const OPEN_REQUESTS = 'open requests';
const SHOWN_TIMES = 3;

export const diagnoseMemory: Rule = (facts) => {
  const { restarts } = facts.recording;
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
        en: `Worker ${first.worker} was killed at ${times[0]}: out of memory (${limitMb} MB)${nameHolder(facts.files, holder, heldMb).en}. ${restarts.length} ${restarts.length === 1 ? 'kill' : 'kills'} in all (${times.join(', ')}${more > 0 ? ` and ${more} more` : ''}); each loses its open requests and refuses others until its successor has started: ${share.en} of the requests fail with 502. ${advice(open).en}`,
        zh: `worker ${first.worker} 在 ${times[0]} 被杀死：内存耗尽（上限 ${limitMb} MB）${nameHolder(facts.files, holder, heldMb).zh}。共被杀死 ${restarts.length} 次（${times.join('、')}${more > 0 ? `，另有 ${more} 次` : ''}）；每次都会丢失处理中的请求，并在新进程启动前拒绝其他请求：${share.zh} 的请求以 502 失败。${advice(open).zh}`,
      },
      // Requests that pile up are what an overloaded worker dies of, not why it is overloaded.
      rank: open ? RANK.symptom + 8 : RANK.decisive + 45,
      ...(open
        ? {}
        : { explains: ['guest-error', 'timeouts', 'slow-requests', 'load-shed', 'loop-saturated', 'loop-blocked', 'pool-exhausted'] }),
    },
  ];
};

function nameHolder(files: readonly string[], holder: { readonly name: string; readonly line: number } | null, heldMb: number): Text {
  if (!holder?.name) return { en: '', zh: '' };
  if (holder.name === OPEN_REQUESTS) return { en: `; its open requests held ${heldMb} MB`, zh: `；其处理中的请求占用 ${heldMb} MB` };
  const at = wordPlace(holder.line, files);
  return { en: `; ${holder.name}${at.en} held ${heldMb} MB`, zh: `；${holder.name}${at.zh}占用 ${heldMb} MB` };
}

function advice(open: boolean): Text {
  return open
    ? { en: 'Bound what is accepted: shed load before it piles up.', zh: '请限制接收量：在堆积之前拒绝多余的请求。' }
    : {
        en: 'Bound it: a maximum size, an expiry, or a queue with maxsize.',
        zh: '请为其设定上限：最大容量、过期时间，或带 maxsize 的队列。',
      };
}
