import { describe, expect, it } from 'vitest';
import { measureInvariant } from './invariants.ts';
import { measureSlo } from './slo.ts';
import { buildRecording } from './testing/recording-builder.ts';
import { buildTask } from './testing/task-builder.ts';

const { slo } = buildTask();
const rowsOf = (recording: ReturnType<typeof buildRecording>) =>
  Object.fromEntries(measureSlo(recording, slo, 2000).map((row) => [row.id, row]));

describe('SLO rows', () => {
  it('a healthy stage keeps all four promises, each with its limit and value', () => {
    const rows = rowsOf(buildRecording());
    expect(Object.keys(rows)).toEqual(['p99', 'error-rate', 'wrong-rate', 'keeps-up']);
    expect(rows.p99).toEqual({ id: 'p99', limit: 250, value: 80, passed: true });
    expect(Object.values(rows).every((row) => row.passed)).toBe(true);
  });

  it('an error is everything that is not a right 2xx answer, wrong and stale ones included', () => {
    const rows = rowsOf(buildRecording({ outcomes: { '200': 860, '204': 50, '500': 20, timeout: 30, wrong: 30, stale: 10 } }));
    expect(rows['error-rate']?.value).toBeCloseTo(0.09, 5);
    expect(rows['wrong-rate']?.value).toBeCloseTo(40 / 950, 5);
    expect(rows['error-rate']?.passed).toBe(false);
  });

  it('a backlog that grows fails keeps-up, one that shrinks is no growth', () => {
    expect(rowsOf(buildRecording({ unfinished: 195, openAtStart: 30 }))['keeps-up']).toMatchObject({ value: 0.135, passed: false });
    expect(rowsOf(buildRecording({ unfinished: 10, openAtStart: 30 }))['keeps-up']).toMatchObject({ value: 0, passed: true });
  });

  it('one open request more among few is chance', () => {
    expect(rowsOf(buildRecording({ arrivals: 3, unfinished: 1, openAtStart: 0 }))['keeps-up']).toMatchObject({ value: 0, passed: true });
  });

  it('a stage that ended before any arrival keeps no promise', () => {
    const rows = rowsOf(
      buildRecording({ arrivals: 0, completed: 0, outcomes: {}, fault: { verdict: 'startup-failed', message: 'x', line: 1 } }),
    );
    expect(rows.p99?.passed).toBe(false);
    expect(rows['error-rate']?.value).toBe(1);
  });
});

describe('an invariant', () => {
  it('asks Postgres only for the numbers that it mentions, whichever they are', () => {
    const asked: unknown[] = [];
    const database = {
      ownerQuery: (sql: string, params: readonly (string | number)[]) => {
        asked.push([sql, params]);
        return ['-3'];
      },
    };
    const sql = 'SELECT 100 - sum(stock) - $3::int - $10::int - $3::int FROM items';
    expect(measureInvariant({ id: 'stock', sql }, [7, 8, 9], 2, database)).toBe(-3);
    expect(asked).toEqual([['SELECT 100 - sum(stock) - $1::int - $2::int - $1::int FROM items', [9, 0]]]);
  });

  it('knows how many workers there are to write', () => {
    const asked: string[] = [];
    const database = {
      ownerQuery: (sql: string) => {
        asked.push(sql);
        return ['0'];
      },
    };
    measureInvariant({ id: 'devices', sql: 'SELECT count(*) - $workers FROM devices' }, [], 2, database);
    expect(asked).toEqual(['SELECT count(*) - 2 FROM devices']);
  });
});
