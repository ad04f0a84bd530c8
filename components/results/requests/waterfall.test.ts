import { describe, expect, it } from 'vitest';
import { STARTER_REPORT } from '../testing/fixture-report.ts';
import { layoutWaterfall, tracesOf } from './waterfall.ts';

const [slowest] = tracesOf(STARTER_REPORT.traces, 1);
if (slowest === undefined) throw new Error('the fixture has traces');

describe('a waterfall', () => {
  it('keeps every span inside the request', () => {
    for (const row of layoutWaterfall(slowest).rows) {
      expect(row.start).toBeGreaterThanOrEqual(0);
      expect(row.start + row.queued + row.served).toBeLessThanOrEqual(1.000001);
    }
  });

  it('tells waiting from being served', () => {
    const { rows, totalMs } = layoutWaterfall(slowest);
    const acquire = rows.find((row) => row.span.kind === 'acquire');
    expect(acquire?.tone).toBe('waiting');
    expect(acquire?.queued).toBeCloseTo((acquire?.span.queueMs ?? 0) / totalMs);
    expect(acquire?.served).toBeCloseTo(0);
    expect(rows.find((row) => row.span.kind === 'http')?.queued).toBe(0);
  });

  it('reaches to what ends last when the handler outlives its client', () => {
    const spans = [{ kind: 'query', label: 'SELECT 1', file: null, line: null, startMs: 100, endMs: 3000, queueMs: 0 }];
    const { totalMs, rows } = layoutWaterfall({ ...slowest, latencyMs: 2000, spans });
    expect(totalMs).toBe(3000);
    expect(rows[0]).toMatchObject({ start: expect.closeTo(1 / 30), served: expect.closeTo(29 / 30) });
  });

  it('has no rows for a request without time', () => {
    expect(layoutWaterfall({ ...slowest, latencyMs: 0, spans: [] }).rows).toEqual([]);
  });

  it('lists a stage, slowest first', () => {
    const latencies = tracesOf(STARTER_REPORT.traces, 1).map((trace) => trace.latencyMs);
    expect(latencies).toHaveLength(5);
    expect([...latencies].sort((a, b) => b - a)).toEqual(latencies);
    expect(tracesOf(STARTER_REPORT.traces, 4)).toEqual([]);
  });
});
