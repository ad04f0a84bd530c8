// What must hold in the database whatever came through, checked at the end of a stage against what clients were told:
// "final stock = initial stock - successful orders". A lost update breaks it, and no single answer can show that.
import type { DatabasePort } from '#engine/database-port.ts';
import type { StageRecording } from '#engine/stage.ts';
import type { Invariant, World } from '#engine/world/world.ts';
import { roundFigure } from './figures.ts';

/** Figures of one invariant at the end of a stage. */
export interface InvariantResult {
  readonly id: string;
  /** By how many the database is off; 0: it holds. Requests still on their way explain as many, and are not counted. */
  readonly broken: number;
  /** What the query gave. Positive: more has changed than clients were told; negative: less, updates were lost. */
  readonly off: number;
  /** Successful requests of the stage, warm-up included: those that the query counts, all if it counts none. */
  readonly successes: number;
  /** broken / successes, 1 at most. */
  readonly share: number;
}

/** Runs the world's invariants on the database as the stage left it. Throws if one is not a query of one number. */
export function checkInvariants(world: World, recording: StageRecording, database: DatabasePort): InvariantResult[] {
  return world.invariants.map((invariant) => {
    const off = measureInvariant(invariant, recording.succeeded, world.workers.simulated, database);
    const broken = Math.max(0, Math.abs(off) - recording.unanswered);
    const successes = successesOf(invariant, recording.succeeded);
    return { id: invariant.id, broken, off, successes, share: successes === 0 ? 0 : roundFigure(Math.min(1, broken / successes)) };
  });
}

/** A request that the query does not speak of need not have written. */
function successesOf({ sql }: Invariant, succeeded: readonly number[]): number {
  const counted = mentionedIn(sql);
  return succeeded.reduce((sum, count, index) => (counted.length === 0 || counted.includes(index + 1) ? sum + count : sum), 0);
}

/** Numbers of the parameters, $1, $2 ..., each once. */
function mentionedIn(sql: string): number[] {
  return [...new Set([...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)))];
}

/** By how many the database is off after so many successes of each of the load's requests ($1, $2 ...). Throws if the query gives no number. */
export function measureInvariant(
  invariant: Invariant,
  succeeded: readonly number[],
  workers: number,
  database: Pick<DatabasePort, 'ownerQuery'>,
): number {
  const { id } = invariant;
  // Only the simulated workers write: what is allowed for each of them is counted for those.
  const sql = invariant.sql.replaceAll('$workers', String(workers));
  // Postgres wants to know the type of every parameter up to the highest one, so one that is not mentioned may not be a parameter.
  const mentioned = mentionedIn(sql);
  const renumbered = sql.replace(/\$(\d+)/g, (_, number) => `$${mentioned.indexOf(Number(number)) + 1}`);
  const successes = mentioned.map((number) => succeeded[number - 1] ?? 0);
  const [value] = database.ownerQuery(renumbered, successes);
  const off = Number(value ?? Number.NaN);
  if (!Number.isFinite(off)) throw new Error(`the invariant ${id} must give one number, it gave ${value ?? 'nothing'}`);
  return off;
}
