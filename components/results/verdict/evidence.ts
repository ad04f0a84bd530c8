// The figures behind a diagnosis, each with its unit. The judge names them by what they are; the ending says the unit.
import { formatMs, formatQuantity, formatRps, formatShare, type Locale } from '../format.ts';

/** Figures that have a name in the messages, in the order in which they are shown. Others appear under their own name. */
export const EVIDENCE_NAMES = [
  'utilisation',
  'gilShare',
  'waitMs',
  'itemWaitMs',
  'waitingShare',
  'shareOfWaits',
  'latencyShare',
  'blockedShare',
  'restarts',
  'crashes',
  'limitMb',
  'mbPerSecond',
  'usedMb',
  'leftS',
  'heldMb',
  'lostRequests',
  'serviceMs',
  'meanMs',
  'maxMs',
  'p99Ms',
  'spentMs',
  'loopLagP99Ms',
  'servers',
  'workers',
  'cores',
  'connectionsPerWorker',
  'maxConnections',
  'maxQueue',
  'statementsPerRequest',
  'statementsAtLine',
  'apiCallsPerRequest',
  'cacheCallsPerRequest',
  'callsPerRequest',
  'callsAtLine',
  'acquiresPerRequest',
  'coreMsPerRequest',
  'cpuUsPerRequest',
  'cpuMsPerRequest',
  'frameworkCpuUs',
  'connectsPerRequest',
  'connectMs',
  'connectCpuUs',
  'demandRps',
  'limitRps',
  'nextLimitRps',
  'errorShare',
  'failedShare',
  'refusedShare',
  'timeoutShare',
  'unansweredShare',
  'share',
  'successes',
  'declaredFailureRate',
  'clientTimeoutMs',
  'unfinished',
  'stuckRequests',
  'stuckThere',
  'stuckShare',
  'refused',
  'errors',
  'deadlocks',
  'statementTimeouts',
  'lockTimeouts',
  'count',
  'seenOnConsole',
  'statementsAtOnce',
  'slowdown',
  'refusedAfterMs',
  'givenUpShare',
  'holdingShare',
  'off',
  'writes',
  'withoutACallShare',
  'theirWaitMs',
] as const;
export type EvidenceName = (typeof EVIDENCE_NAMES)[number];

/** Texts that the sentence already says. */
const SAID = new Set(['what', 'message', 'verdict', 'error', 'awaits', 'broken', 'example', 'statuses', 'limit']);

export interface EvidenceItem {
  readonly name: EvidenceName | null;
  readonly key: string;
  readonly value: string;
}

export function listEvidence(evidence: Readonly<Record<string, number | string>>, locale: Locale): EvidenceItem[] {
  const orderOf = (key: string) => {
    const position = (EVIDENCE_NAMES as readonly string[]).indexOf(key);
    return position < 0 ? EVIDENCE_NAMES.length : position;
  };
  return Object.entries(evidence)
    .filter(([key, value]) => typeof value === 'number' && !SAID.has(key))
    .sort(([a], [b]) => orderOf(a) - orderOf(b))
    .map(([key, value]) => ({
      key,
      name: EVIDENCE_NAMES.find((name) => name === key) ?? null,
      value: formatEvidence(key, Number(value), locale),
    }));
}

export function formatEvidence(key: string, value: number, locale: Locale): string {
  if (/(^u|U)tilisation$|(^s|S)hare$|Rate$/.test(key)) return formatShare(value, locale);
  if (/Ms(PerRequest)?$/.test(key)) return formatMs(value);
  if (/Us(PerRequest)?$/.test(key)) return formatMs(value / 1000);
  if (key.endsWith('Rps')) return formatRps(value);
  return formatQuantity(value);
}
