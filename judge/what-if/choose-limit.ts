// Which limit is lifted: that of the first cause that is one, else what the design tops out at.
import type { Report } from '../report.ts';

export type LimitKind =
  | 'database'
  | 'connections'
  | 'rows'
  | 'service'
  | 'cache'
  | 'cpu'
  | 'step'
  | 'pool'
  | 'lock'
  | 'semaphore'
  | 'queue'
  | 'threads'
  | 'processes';

export interface Limit {
  readonly kind: LimitKind;
  readonly resource: string;
  /** Of a step: what holds the loop, and where. */
  readonly what: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** Causes that are a limit. What is merely slow, refused or wrong has none of its own: more of anything would not help it. */
const LIMIT_OF_CAUSE: Readonly<Record<string, LimitKind>> = {
  'database-saturated': 'database',
  'connections-refused': 'connections',
  'hot-row': 'rows',
  'api-saturated': 'service',
  'rate-limited': 'service',
  'cache-saturated': 'cache',
  'loop-saturated': 'cpu',
  'gil-bound': 'cpu',
  'loop-blocked': 'step',
  'pool-exhausted': 'pool',
  'lock-contention': 'lock',
  'semaphore-limited': 'semaphore',
  'queue-saturated': 'queue',
  'thread-starvation': 'threads',
  'process-pool-exhausted': 'processes',
};

const KIND_OF_RESOURCE: Readonly<Record<string, LimitKind>> = {
  loop: 'cpu',
  database: 'database',
  rows: 'rows',
  service: 'service',
  cache: 'cache',
  pool: 'pool',
  lock: 'lock',
  semaphore: 'semaphore',
  queue: 'queue',
  threads: 'threads',
  processes: 'processes',
};

/** Causes after which time says nothing: the program stopped, or its answers are not right. */
const NOT_OF_TIME = new Set([
  'wrong-answers',
  'stale-answers',
  'lost-updates',
  'unreported-writes',
  'guest-error',
  'worker-crashed',
  'memory-killed',
  'transaction-deadlock',
  'serialization-failures',
  'lock-not-available',
  'api-failing',
]);

/** Null: the run held, or fell by nothing that could be lifted. */
export function chooseLimit(report: Report): Limit | null {
  const stage = report.stages[report.decidingStage];
  const [first] = report.diagnosis;
  if (stage === undefined || first === undefined || stage.passed || stage.fault !== null || NOT_OF_TIME.has(first.cause)) return null;
  for (const { cause, resource, evidence, file, line } of report.diagnosis) {
    const kind = LIMIT_OF_CAUSE[cause];
    if (kind === undefined || resource === null) {
      // Refused connections name no resource of their own.
      if (kind !== 'connections') continue;
    }
    const limit: Limit = { kind, resource: resource ?? 'connections', what: String(evidence.what ?? ''), file, line };
    if (canLift(limit, report)) return limit;
  }
  const { limitedBy } = report.upperBound;
  const kind = KIND_OF_RESOURCE[report.resources.find(({ name }) => name === limitedBy)?.kind ?? ''];
  const limit: Limit | null = kind === undefined ? null : { kind, resource: limitedBy, what: '', file: null, line: null };
  return limit !== null && canLift(limit, report) ? limit : null;
}

/** Not the tasks that a program makes for a queue of its own: they are its code. PQueue makes its own. */
function canLift({ kind, resource, line }: Limit, { language }: Report): boolean {
  if (kind === 'queue') return language === 'typescript' && resource.startsWith('PQueue');
  return kind !== 'step' || line !== null;
}
