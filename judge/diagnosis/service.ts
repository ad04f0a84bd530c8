// Services over HTTP: full, limited, failing, or slow because the program calls them one after the other.
import { serviceOf } from '../demand.ts';
import { wordCalls, wordCount, wordMs, wordPlace, wordRate, wordShare } from '../figures.ts';
import { tellFailing, tellSlow } from './brown-outs.ts';
import { foreignWaits, type ResourceWaits, runTogether, type StageFacts, statusShare, waitsFor } from './facts.ts';
import { evidenceOf, type Finding, RANK, type Rule, type Text } from './finding.ts';

const FULL = 0.85;
const QUEUE_SHARE = 0.2;
const SERVICE_SHARE = 0.3;
/** In line stand so many for each that is served. Who gives up there, or waits for another's call, has no wait of its own booked. Modelled. */
const LINE_SHARE = 0.1;
/** So many requests call no service themselves, and their waiting for what others have under way is so much of all latency: they share calls. Modelled. */
const SHARED_CALLS = 0.9;
const SHARING = 0.1;
/** In a fuller loop, requests wait for their turn as well. Modelled. */
const LOOP_FULL = 0.85;
/** So many of the calls are refused, and so many made, that most are made again. Modelled. */
const STORM = 0.5;
const STORM_CALLS = 2;
const CAUSED_BY_A_STORM = ['loop-saturated', 'pool-exhausted', 'semaphore-limited', 'lock-contention', 'connections-churn', 'api-slow'];
const RETRIED: Text = {
  en: ' Most calls are retries of refused ones: wait longer before each (backoff with jitter), and give up after a few.',
  zh: '大多数调用是被拒绝后的重试：请在每次重试前等待更久（指数退避加抖动），并限制重试次数。',
};
/** Failed calls beyond what the world declares, before the service or its limit is named. */
const EXTRA_ERRORS = 0.01;

export const diagnoseServices: Rule = (facts) => {
  if (facts.report.passed) return [];
  return waitsFor(facts, 'service').flatMap((waits) => [...diagnoseErrors(waits, facts), ...diagnoseWaiting(waits, facts)]);
};

function diagnoseErrors(waits: ResourceWaits, facts: StageFacts): Finding[] {
  const { resource, calls } = waits;
  const service = serviceOf(resource, facts.task);
  // The recording counts calls of the simulated workers and errors of the fleet.
  const { simulated, count } = facts.recording.scale;
  const madeCalls = Math.max(1, (waits.count * count) / simulated);
  const errorShare = Math.min(1, resource.errors / madeCalls);
  const demandRps = calls * facts.recording.arrivalRps.peak;
  const limitRps = Math.min(
    service?.rateLimitPerSecond ?? Number.POSITIVE_INFINITY,
    ...(service?.routes ?? []).map((route) => route.rateLimitPerSecond ?? Number.POSITIVE_INFINITY),
  );
  const declared = Math.max(
    service?.failures.rate ?? 0,
    ...[...(service?.routes ?? []), ...(service?.brownOuts ?? [])].map(({ failures }) => failures?.rate ?? 0),
  );
  const at = wordPlace(waits.callLine, facts.files);
  const words = wordShare(errorShare);
  // A failed call decides only where it fails requests: clients that gave up waiting are another story.
  const decisive = statusShare(facts, /^(429|5\d\d)$/) > facts.task.slo.errorRate;
  if (facts.failures.has('rate-limited') || (Number.isFinite(limitRps) && demandRps > limitRps && errorShare > declared + EXTRA_ERRORS)) {
    if (resource.errors === 0) return [];
    // Requests do not fail of so many refusals: the program tries again and again.
    const storm = !decisive && errorShare >= STORM && calls >= STORM_CALLS;
    const retried = storm ? RETRIED : { en: '', zh: '' };
    return [
      {
        cause: 'rate-limited',
        resource: resource.name,
        evidence: evidenceOf({ errorShare, callsPerRequest: calls, demandRps, limitRps: Number.isFinite(limitRps) ? limitRps : 0 }),
        line: waits.callLine,
        text: {
          en: `${resource.name} answers ${words.en} of the calls with 429: ${wordCalls(calls)} a request${at.en} ask for ${wordRate(demandRps)} calls/s, it allows ${wordRate(limitRps)}. Call less: batch, cache, share one call among requests that want the same; honour Retry-After.${retried.en}`,
          zh: `${resource.name} 对 ${words.zh} 的调用返回 429：每个请求调用 ${wordCount(calls)} 次${at.zh}，需要每秒 ${wordRate(demandRps)} 次，而上限是 ${wordRate(limitRps)}。请减少调用：批量、缓存、合并相同的并发请求，并遵守 Retry-After。${retried.zh}`,
        },
        rank: RANK.decisive + (decisive || storm ? 35 : -150),
        explains: ['guest-error', 'timeouts', 'load-shed', ...(storm ? CAUSED_BY_A_STORM : [])],
      },
    ];
  }
  // Without an exception of the client's, a 429 is the program's own word: a failing service would make it a 5xx.
  const failsRequests = statusShare(facts, /^5\d\d$/) > facts.task.slo.errorRate;
  // Of a service that is slow for a while, what it fails as a rule is not why requests fail.
  if (errorShare * calls <= facts.task.slo.errorRate && tellSlow(service, facts).en !== '') return [];
  const brownOut = tellFailing(service, facts);
  if (resource.errors === 0 || !(facts.failures.has('api-failed') || (failsRequests && declared > 0))) return [];
  return [
    {
      cause: 'api-failing',
      resource: resource.name,
      evidence: evidenceOf({ errorShare, errors: resource.errors, callsPerRequest: calls, declaredFailureRate: declared }),
      line: waits.callLine,
      text: {
        en: `${resource.name} fails ${words.en} of the calls${at.en}, and a request makes ${wordCalls(calls)} on average: each failure that is not handled fails the whole request.${brownOut.en} Retry idempotent calls within a budget, or answer with a fallback.`,
        zh: `${resource.name} 有 ${words.zh} 的调用失败${at.zh}，而平均每个请求要调用 ${wordCount(calls)} 次：任何一次未处理的失败都会让整个请求失败。${brownOut.zh}请在预算内重试幂等调用，或提供降级应答。`,
      },
      rank: RANK.decisive + (decisive ? 25 : -250),
      explains: ['guest-error'],
    },
  ];
}

function diagnoseWaiting(waits: ResourceWaits, facts: StageFacts): Finding[] {
  const { resource, calls, serviceShare, told, callLineCalls } = waits;
  const inLine = meanOf(resource.series.queue);
  const inLineShare = Math.min(1, lineMs(inLine, facts) / Math.max(1e-9, facts.meanLatencyMs));
  const queueMs = Math.max(told.queueMs, lineMs(inLine, facts));
  const toldQueueShare = Math.max(told.queueShare, inLineShare);
  const queueShare = Math.max(waits.queueShare, inLineShare);
  const isLong = inLine > 0 && inLine >= LINE_SHARE * resource.servers * resource.utilisation;
  const at = wordPlace(waits.callLine, facts.files);
  const evidence = evidenceOf({
    utilisation: resource.utilisation,
    waitMs: queueMs,
    waitingShare: toldQueueShare,
    callsPerRequest: calls,
    callsAtLine: callLineCalls,
    serviceMs: told.serviceMs,
    latencyShare: told.serviceShare,
    givenUpShare: waits.givenUpShare,
  });
  const base = { resource: resource.name, evidence, line: waits.callLine };
  const brownOut = tellSlow(serviceOf(resource, facts.task), facts);
  if ((resource.utilisation >= FULL && (queueShare > 0.05 || isLong)) || queueShare >= QUEUE_SHARE) {
    const busy = wordShare(resource.utilisation);
    const text: Text = {
      en: `${resource.name} serves ${wordCount(resource.servers)} calls at once and is busy ${busy.en} of the time: calls wait ${wordMs(queueMs)} a request there, ${wordShare(toldQueueShare).en} of the latency.${brownOut.en} A request makes ${wordCalls(calls)} on average${at.en}: batch or cache them.`,
      zh: `${resource.name} 最多同时处理 ${wordCount(resource.servers)} 个调用，利用率 ${busy.zh}：每个请求的调用在那里排队 ${wordMs(queueMs)}，占延迟的 ${wordShare(toldQueueShare).zh}。${brownOut.zh}平均每个请求调用 ${wordCount(calls)} 次${at.zh}：请批量或缓存。`,
    };
    // Who waits in the client's own pool waits for the service that has no place left.
    const inPool = resource.utilisation >= FULL && /http/i.test(waitsFor(facts, 'pool')[0]?.resource.name ?? '');
    const explains = ['api-slow', 'semaphore-limited', 'timeouts', 'load-shed', ...(inPool ? ['pool-exhausted'] : [])];
    return [{ cause: 'api-saturated', ...base, text, rank: RANK.saturated + 100 * Math.max(queueShare, 0.5), explains }];
  }
  if (!facts.late) return [];
  const others = foreignWaits(facts);
  if (calls < SHARED_CALLS && others.requestShare >= SHARING && others.latencyShare >= SHARING && facts.loopBusy < LOOP_FULL) {
    const callMs = wordMs(waits.serviceMs / calls);
    const noneOfTheirOwn = wordShare(others.requestShare);
    const waitMs = wordMs(others.eachMs);
    return [
      {
        cause: 'api-slow',
        ...base,
        evidence: { ...evidence, ...evidenceOf({ withoutACallShare: others.requestShare, theirWaitMs: others.eachMs }) },
        text: {
          en: `Requests share calls to ${resource.name}${at.en}: ${noneOfTheirOwn.en} of them make none of their own and wait ${waitMs} on average, as whoever comes while a slow one is under way waits for it too. A call takes ${callMs} on average. Bound that wait: a time-out, or a second call when the first is late.${brownOut.en}`,
          zh: `请求共用对 ${resource.name} 的调用${at.zh}：${noneOfTheirOwn.zh} 的请求自己没有发起调用，平均等待 ${waitMs}，因为慢调用在途期间到来的请求都要跟着等。一次调用平均耗时 ${callMs}。请给这段等待设上限：超时，或在第一次调用迟到时再发一次。${brownOut.zh}`,
        },
        // Where calls are little of the latency it is told last: whatever else is found says more.
        rank: serviceShare < SERVICE_SHARE ? RANK.symptom - 5 : RANK.slow + 100 * Math.min(1, serviceShare),
      },
    ];
  }
  if (serviceShare < SERVICE_SHARE) return [];
  const share = wordShare(Math.min(1, told.serviceShare));
  const sequential = calls >= 1.5 && !runTogether(facts, 'http', serviceShare);
  const text: Text = sequential
    ? {
        en: `A request calls ${resource.name} ${wordCount(calls)} times on average${at.en}, one after the other: ${wordMs(told.serviceMs)}, ${share.en} of its latency.${brownOut.en} Run independent calls together with a bound (${facts.words.together.en}), batch them, or cache.`,
        zh: `平均每个请求依次调用 ${resource.name} ${wordCount(calls)} 次${at.zh}：共 ${wordMs(told.serviceMs)}，占其延迟的 ${share.zh}。${brownOut.zh}请让互不依赖的调用有限度地并发（${facts.words.together.zh}）、批量调用，或使用缓存。`,
      }
    : {
        en: `The calls to ${resource.name}${at.en} take ${wordMs(told.serviceMs)} a request (${wordCalls(calls)}), ${share.en} of its latency: cache, or bound the wait with a time-out and a fallback.${brownOut.en}`,
        zh: `对 ${resource.name} 的调用${at.zh}每个请求耗时 ${wordMs(told.serviceMs)}（${wordCount(calls)} 次），占其延迟的 ${share.zh}：请使用缓存，或用超时加降级限制等待。${brownOut.zh}`,
      };
  return [{ cause: 'api-slow', ...base, text, rank: RANK.slow + 100 * Math.min(1, serviceShare) }];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** What a line of this length means for a request (Little's law), ms. */
function lineMs(length: number, { recording: { seconds, scale }, requests }: StageFacts): number {
  return (length * seconds * 1000 * scale.simulated) / scale.count / requests;
}
