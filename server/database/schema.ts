// The tables. What a column means is said here; migrations/ is written from it by `npx drizzle-kit generate`.
import { sql } from 'drizzle-orm';
import { check, customType, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const VERIFICATION_STATES = ['queued', 'running', 'verified', 'differs', 'load-failed', 'not-verified'] as const;
export type VerificationState = (typeof VERIFICATION_STATES)[number];

/** A submission that is run again behind walls, and what came of it. The row is the job, so none can be lost between two places. */
export const verification = pgTable(
  'verification',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    challenge: text('challenge').notNull(),
    language: text('language', { enum: ['python', 'typescript'] }).notNull(),
    files: jsonb('files').$type<Readonly<Record<string, string>>>().notNull(),
    seed: integer('seed').notNull(),
    /** Hash of the report that whoever submits claims; null: nothing is claimed. */
    claimedHash: text('claimed_hash'),
    /** The claimed report, zipped JSON: kept, and shown beside the own one where they differ. */
    claimedReport: bytes('claimed_report'),
    state: text('state', { enum: VERIFICATION_STATES }).notNull().default('queued'),
    queuedAt: moment('queued_at').notNull().defaultNow(),
    /** Not before: a run that was lost waits a little. */
    dueAt: moment('due_at').notNull().defaultNow(),
    /** Runs begun. */
    tries: integer('tries').notNull().default(0),
    /** While it runs: who holds it, another value at every try, and until when unless that is prolonged. */
    heldBy: uuid('held_by'),
    heldUntil: moment('held_until'),
    endedAt: moment('ended_at'),
    reportHash: text('report_hash'),
    /** Zipped JSON. */
    report: bytes('report'),
    /** Why there is no report: of a program that does not load, or a run that could not be trusted. */
    reason: text('reason'),
  },
  (table) => [
    index('verification_due').on(table.dueAt).where(sql`${table.state} in ('queued', 'running')`),
    check('verification_held', sql`(${table.state} = 'running') = (${table.heldBy} is not null and ${table.heldUntil} is not null)`),
  ],
);
