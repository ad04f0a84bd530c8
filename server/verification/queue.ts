// What is to be run again, in the database. A run is held for a while and prolonged while it goes on; one that nobody prolongs any more
// is taken up by somebody else. What an earlier holder still says then counts for nothing. All times are the database's.
import { randomUUID } from 'node:crypto';
import { and, eq, lte, or, sql } from 'drizzle-orm';
import type { Submission } from '#judge/task.ts';
import type { Database } from '../database/open-database.ts';
import { type VerificationState, verification } from '../database/schema.ts';
import type { Judged } from './walls/judge-behind-walls.ts';
import { zipReport } from './zip-report.ts';

/** Without a word for so long, a run's holder is taken for dead. */
export const HELD_MS = 30_000;
/** Runs that are begun for one submission. One that ends its judge this often does so by itself. */
export const TRIES = 3;
const RETRY_AFTER_MS = 2_000;

export interface NewVerification extends Submission {
  readonly challenge: string;
  readonly claimedHash: string | null;
  readonly claimedReport: Uint8Array | null;
}

/** A run that its holder has begun. */
export interface HeldRun {
  readonly id: string;
  readonly holder: string;
  readonly challenge: string;
  readonly submission: Submission;
  readonly claimedHash: string | null;
  /** Counts from 1. */
  readonly tries: number;
}

export async function enqueue(db: Database, submitted: NewVerification): Promise<string> {
  const [row] = await db.insert(verification).values(submitted).returning({ id: verification.id });
  if (!row) throw new Error('nothing was inserted');
  return row.id;
}

const inMs = (ms: number) => sql`now() + ${ms} * interval '1 millisecond'`;
const free = { heldBy: null, heldUntil: null };

/** The one that has waited longest and that nobody holds; null: there is none. */
export function takeRun(db: Database): Promise<HeldRun | null> {
  return db.transaction(async (tx) => {
    for (;;) {
      const waiting = and(eq(verification.state, 'queued'), lte(verification.dueAt, sql`now()`));
      const abandoned = and(eq(verification.state, 'running'), lte(verification.heldUntil, sql`now()`));
      const [row] = await tx
        .select()
        .from(verification)
        .where(or(waiting, abandoned))
        .orderBy(verification.dueAt, verification.id)
        .limit(1)
        .for('update', { skipLocked: true });
      if (!row) return null;
      if (row.tries >= TRIES) {
        await tx
          .update(verification)
          .set({ ...free, state: 'not-verified', endedAt: sql`now()`, reason: `the judge was lost in each of ${TRIES} runs` })
          .where(eq(verification.id, row.id));
        continue;
      }
      const holder = randomUUID();
      const tries = row.tries + 1;
      await tx
        .update(verification)
        .set({ state: 'running', tries, heldBy: holder, heldUntil: inMs(HELD_MS) })
        .where(eq(verification.id, row.id));
      const { id, challenge, claimedHash, language, files, seed } = row;
      return { id, holder, challenge, claimedHash, tries, submission: { language, files, seed } };
    }
  });
}

const isHeld = ({ id, holder }: HeldRun) =>
  and(eq(verification.id, id), eq(verification.heldBy, holder), eq(verification.state, 'running'));

/** False: it is no longer held, and has to be stopped. */
export async function prolong(db: Database, run: HeldRun): Promise<boolean> {
  const rows = await db
    .update(verification)
    .set({ heldUntil: inMs(HELD_MS) })
    .where(isHeld(run))
    .returning({ id: verification.id });
  return rows.length > 0;
}

/** False: somebody else holds it by now, and nothing was changed. */
export async function endRun(db: Database, run: HeldRun, judged: Judged): Promise<boolean> {
  const outcome = outcomeOf(run, judged);
  const rows = await db
    .update(verification)
    .set({ ...free, ...outcome, endedAt: sql`now()` })
    .where(isHeld(run))
    .returning({ id: verification.id });
  return rows.length > 0;
}

function outcomeOf({ claimedHash }: HeldRun, judged: Judged) {
  switch (judged.verdict) {
    case 'report': {
      const { report } = judged;
      const state: VerificationState = claimedHash === null || claimedHash === report.hash ? 'verified' : 'differs';
      return { state, reportHash: report.hash, report: zipReport(report) };
    }
    case 'load failed': {
      const place = judged.file === null ? '' : ` (${judged.file}${judged.line === null ? '' : `, line ${judged.line}`})`;
      return { state: 'load-failed' as const, reason: `${judged.message}${place}` };
    }
    case 'not verified':
      return { state: 'not-verified' as const, reason: judged.reason };
  }
}

/** Back into the queue: its judge was lost, or is about to stop. A run that was stopped on purpose costs no try. */
export async function giveBack(db: Database, run: HeldRun, why: 'lost' | 'stopping'): Promise<void> {
  const again = why === 'lost' ? { dueAt: inMs(RETRY_AFTER_MS) } : { tries: run.tries - 1 };
  await db
    .update(verification)
    .set({ ...free, ...again, state: 'queued' })
    .where(isHeld(run));
}
