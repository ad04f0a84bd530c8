// Functions that compute in threads: threads of CPython share one lock, so they take turns with each other and with the event loop.
import { wordMs, wordPlace, wordShare } from '../figures.ts';
import { waitsFor } from './facts.ts';
import { evidenceOf, RANK, type Rule } from './finding.ts';

/** Modelled: the worker's CPU is used up, and this share of it by functions in threads. */
const FULL = 0.85;
const SHARE = 0.3;

export const diagnoseGil: Rule = (facts) => {
  const gil = facts.recording.resources.find((resource) => resource.kind === 'gil');
  if (facts.report.passed || gil === undefined || facts.loopBusy < FULL || gil.utilisation < SHARE * facts.loopBusy) return [];
  const threads = waitsFor(facts, 'threads')[0];
  const line = threads?.queueLine || threads?.callLine || 0;
  const at = wordPlace(line, facts.files);
  const words = wordShare(Math.min(1, gil.utilisation));
  const cpuMs = (gil.utilisation * facts.recording.scale.count * 1000) / Math.max(1e-9, facts.recording.throughputRps);
  return [
    {
      cause: 'gil-bound',
      resource: gil.name,
      evidence: evidenceOf({ gilShare: gil.utilisation, utilisation: facts.loopBusy, cpuMsPerRequest: cpuMs }),
      line,
      text: {
        en: `Functions that compute in threads${at.en} use ${words.en} of each worker's CPU, ${wordMs(cpuMs)} a request. Threads share the GIL: they take turns with each other and with the event loop (5 ms each), so more threads add no CPU and every request waits for them. Move the computation to a ProcessPoolExecutor, which has cores of its own, or compute less.`,
        zh: `在线程中做计算的函数${at.zh}占用了每个 worker ${words.zh} 的 CPU，每个请求 ${wordMs(cpuMs)}。线程共享 GIL：它们彼此之间以及与事件循环轮流执行（每次 5 ms），增加线程不会增加 CPU，而所有请求都要等待。请把计算移到 ProcessPoolExecutor（拥有自己的核），或减少计算量。`,
      },
      rank: RANK.saturated + 140,
      explains: ['loop-saturated', 'loop-blocked', 'thread-starvation', 'pool-exhausted', 'slow-requests', 'timeouts'],
    },
  ];
};
