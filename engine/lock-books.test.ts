import { describe, expect, it } from 'vitest';
import { writtenTables } from './world/lock-books.ts';

describe('the tables that a statement writes to', () => {
  it('are those that it names after its verb', () => {
    expect(writtenTables('UPDATE "Shop".items SET stock = 1')).toBe('items');
    expect(writtenTables('insert into only_once (id) values ($1)')).toBe('only_once');
    expect(writtenTables('DELETE FROM ONLY public.jobs WHERE id = 1')).toBe('jobs');
  });

  it('are all of them where WITH holds another write', () => {
    expect(writtenTables('WITH taken AS (UPDATE lots SET free = free - 1 RETURNING id) INSERT INTO bookings SELECT id FROM taken')).toBe(
      'lots bookings',
    );
  });

  it('are not what is only locked, nor what an upsert says twice', () => {
    expect(
      writtenTables(
        'WITH next AS (SELECT id FROM jobs FOR UPDATE SKIP LOCKED) UPDATE jobs SET taken = true FROM next WHERE jobs.id = next.id',
      ),
    ).toBe('jobs');
    expect(
      writtenTables('WITH a AS (SELECT 1 FROM t FOR NO KEY UPDATE OF t) INSERT INTO c VALUES (1) ON CONFLICT (id) DO UPDATE SET n = 1'),
    ).toBe('c');
  });
});
