// pg_sleep does not sleep: it sends a notice with this code (of a class that Postgres leaves to applications) whose text
// is the number of seconds. Notices reach us even when the statement then fails, and each call counts by itself.
import type { PostgresFailure } from './wire-reader.ts';

export const SLEEP_SQLSTATE = 'SG001';

/** Sum of all sleeps, ms. */
export function sumSleepMs(notices: readonly PostgresFailure[]): number {
  let sum = 0;
  for (const notice of notices) if (notice.sqlstate === SLEEP_SQLSTATE) sum += Number(notice.message) * 1000;
  return sum;
}
