// Answers that came in time with the wrong content. They go first when they break the promise: speed without
// correctness is worth nothing, and a cache or a race is the usual reason.
import { wordCalls, wordMs, wordShare } from '../figures.ts';
import { countAnswers } from '../slo.ts';
import { evidenceOf, RANK, type Rule } from './finding.ts';

export const diagnoseAnswers: Rule = (facts) => {
  const { recording, wrongExample } = facts;
  const findings = [];
  const limit = facts.task.slo.wrongRate;
  const rank = facts.broken.has('wrong-rate') ? RANK.decisive + 60 : RANK.symptom;
  for (const verdict of ['wrong', 'stale'] as const) {
    const count = recording.outcomes[verdict] ?? 0;
    if (count === 0) continue;
    const { right, wrong, stale } = countAnswers(recording.outcomes);
    const share = count / (right + wrong + stale);
    const example = wrongExample?.verdict === verdict ? wrongExample : null;
    const words = wordShare(share);
    const sample = { en: '', zh: '' };
    if (example !== null) {
      sample.en = ` First one: ${example.request} was answered ${example.answered}, right is ${example.right}.`;
      sample.zh = `第一例：${example.request} 的应答为 ${example.answered}，正确的是 ${example.right}。`;
    }
    const allowedMs = Math.max(0, ...facts.task.expected.map((expected) => expected.staleMs));
    const text =
      verdict === 'wrong'
        ? {
            en: `${words.en} of the 2xx answers hold data that the database never held (${wordCalls(count, 'answer')}).${sample.en}`,
            zh: `${words.zh} 的 2xx 应答内容与数据库从未一致过（${count} 个）。${sample.zh}`,
          }
        : {
            en: `${words.en} of the 2xx answers are out of date (${wordCalls(count, 'answer')}): data may be ${wordMs(allowedMs)} old${example === null ? '' : `, the first was ${wordMs(example.ageMs)} behind`}. Give cached entries a time to live, or drop them when the data changes.${sample.en}`,
            zh: `${words.zh} 的 2xx 应答已过期（${count} 个）：允许的陈旧时间为 ${wordMs(allowedMs)}${example === null ? '' : `，第一例落后了 ${wordMs(example.ageMs)}`}。请为缓存设置 TTL，或在数据变更时使其失效。${sample.zh}`,
          };
    findings.push({
      cause: `${verdict}-answers`,
      resource: null,
      evidence: evidenceOf({ count, share, limit, ...(example === null ? {} : { ...example }) }),
      line: 0,
      text,
      // Of two, the more frequent first.
      rank: rank + share,
    });
  }
  return findings;
};
