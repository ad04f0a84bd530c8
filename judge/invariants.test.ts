import { describe, expect, it } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import type { StageRecording } from '#engine/stage.ts';
import type { World } from '#engine/world/world.ts';
import { checkInvariants } from './invariants.ts';

/** Ninety pages, ten bookings; the database is three off. */
function check(sql: string) {
  const world = { workers: { simulated: 2 }, invariants: [{ id: 'stock', sql }] } as unknown as World;
  const recording = { succeeded: [90, 10], unanswered: 1 } as unknown as StageRecording;
  const database = { ownerQuery: () => ['-3'] } as unknown as DatabasePort;
  return checkInvariants(world, recording, database)[0];
}

describe('an invariant', () => {
  it('is held against the requests that its query counts, since the others need not write', () => {
    expect(check('SELECT 100 - free - $2::int FROM stock')).toMatchObject({ broken: 2, off: -3, successes: 10, share: 0.2 });
    expect(check('SELECT $1::int + $2::int + $1::int - count(*) FROM log')).toMatchObject({ successes: 100, share: 0.02 });
  });

  it('is held against all of them if its query counts none', () => {
    expect(check('SELECT count(*) - $workers FROM log')).toMatchObject({ successes: 100, share: 0.02 });
  });
});
