// What went well, and what to train next: rules over the card, each with the figure that it rests on.
import type { Card } from '#interview/card.ts';

export type Strength =
  | { readonly id: 'goal' | 'measured-first' | 'never-back' | 'always-right' }
  | { readonly id: 'mended'; readonly count: number }
  | { readonly id: 'answers'; readonly right: number; readonly asked: number }
  | { readonly id: 'no-hints'; readonly stages: number };

export function listStrengths(card: Card): Strength[] {
  const reports = card.runs.filter((run) => run.result !== null);
  const gained = reports.reduce((sum, run) => sum + Math.max(0, run.gained ?? 0), 0);
  const mended = card.findings.filter((finding) => finding.mendedIn !== null).length;
  const right = card.questions.filter((question) => question.right).length;
  const strengths: Strength[] = [];
  if (card.goalReached) strengths.push({ id: 'goal' });
  if (card.measuredFirst) strengths.push({ id: 'measured-first' });
  if (mended > 0) strengths.push({ id: 'mended', count: mended });
  if (reports.length > 2 && reports.every((run) => (run.gained ?? 0) >= 0)) strengths.push({ id: 'never-back' });
  if (reports.length > 1 && reports.every((run) => run.result?.cause?.id !== 'wrong-answers')) strengths.push({ id: 'always-right' });
  if (card.questions.length > 1 && right * 4 >= card.questions.length * 3) {
    strengths.push({ id: 'answers', right, asked: card.questions.length });
  }
  if (card.hints.length === 0 && gained > 0) strengths.push({ id: 'no-hints', stages: gained });
  return strengths;
}

/** Challenges that train what a cause is about, most fitting first. */
const TRAINING: Readonly<Record<string, readonly string[]>> = {
  'pool-exhausted': ['n-plus-one', 'pool-sizing', 'long-transaction'],
  'pool-deadlock': ['pool-sizing', 'long-transaction'],
  'connections-refused': ['connection-storm', 'pool-sizing'],
  'connections-churn': ['connection-storm', 'sequential-calls'],
  'database-saturated': ['pool-sizing', 'missing-index'],
  'database-slow': ['n-plus-one', 'missing-index', 'sequential-awaits'],
  'hot-row': ['hot-row', 'long-transaction'],
  'transaction-deadlock': ['lost-update', 'hot-row'],
  'statement-timeouts': ['long-transaction', 'hot-row'],
  'serialization-failures': ['lost-update'],
  'lock-not-available': ['lost-update'],
  'lost-updates': ['lost-update', 'wide-lock'],
  'unreported-writes': ['long-transaction', 'lost-update'],
  'lock-contention': ['wide-lock', 'cache-stampede'],
  'semaphore-limited': ['rate-limited', 'backpressure'],
  'queue-saturated': ['backpressure', 'rate-limited'],
  'load-shed': ['backpressure'],
  timeouts: ['slow-tail', 'brown-out'],
  'thread-starvation': ['starved-threads', 'blocked-loop'],
  'process-pool-exhausted': ['cpu-bound'],
  'gil-bound': ['cpu-bound', 'starved-threads'],
  'loop-blocked': ['blocked-loop', 'starved-threads'],
  'loop-saturated': ['cpu-bound', 'find-the-slow-part'],
  'api-slow': ['sequential-calls', 'slow-tail'],
  'api-saturated': ['rate-limited', 'cache-stampede'],
  'api-failing': ['brown-out', 'slow-tail'],
  'rate-limited': ['rate-limited', 'brown-out'],
  'cache-slow': ['cache-stampede'],
  'cache-saturated': ['cache-stampede'],
  'cache-connections': ['cache-stampede', 'connection-storm'],
  'stale-answers': ['cache-stampede', 'n-plus-one'],
  'wrong-answers': ['lost-update', 'wide-lock'],
  'memory-grows': ['memory-leak', 'backpressure'],
  'memory-killed': ['memory-leak', 'backpressure'],
  memory: ['memory-leak'],
  'too-many-tasks': ['backpressure', 'memory-leak'],
  'slow-requests': ['find-the-slow-part'],
};
export const TRAINED_CAUSES = Object.keys(TRAINING);

/** The challenge, and why: a cause that is still there, or a habit. */
export interface Training {
  readonly slug: string;
  readonly why: { readonly kind: 'cause'; readonly cause: string } | { readonly kind: 'measure' };
}
const MOST = 3;
const MEASURE = 'find-the-slow-part';

/** At most three, without the challenge itself; what is still broken first, then what took long, then measuring. */
export function listTraining(card: Card, challenge: string): Training[] {
  const open = card.findings.filter((finding) => finding.mendedIn === null);
  const slow = card.findings.filter((finding) => finding.mendedIn !== null && finding.mendedIn - finding.foundIn > 1);
  const wanted: Training[] = [];
  const add = (training: Training) => {
    if (training.slug !== challenge && !wanted.some(({ slug }) => slug === training.slug)) wanted.push(training);
  };
  for (const { cause } of [...open, ...slow]) {
    for (const slug of TRAINING[cause]?.slice(0, 2) ?? []) add({ slug, why: { kind: 'cause', cause } });
  }
  if (card.measuredFirst !== true) add({ slug: MEASURE, why: { kind: 'measure' } });
  return wanted.slice(0, MOST);
}

/** Every challenge that may be named. */
export const TRAINING_SLUGS: readonly string[] = [...new Set([...Object.values(TRAINING).flat(), MEASURE])];
