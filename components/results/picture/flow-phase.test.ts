import { describe, expect, it } from 'vitest';
import type { StageReport } from '#judge/report.ts';
import { STARTER_REPORT } from '../testing/fixture-report.ts';
import { flowPhaseOf } from './flow-phase.ts';

function stageOf(arrivals: number[], completions: number[]): StageReport {
  const stage = STARTER_REPORT.stages[0];
  if (stage === undefined) throw new Error('the fixture has a stage');
  return { ...stage, warmupSeconds: 0.1, series: { ...stage.series, arrivals, completions } };
}

describe('the flow of the picture', () => {
  it('moves with what arrived and was answered since the window began', () => {
    const phase = flowPhaseOf(stageOf([9, 10, 10, 10, 10], [9, 10, 0, 0, 10]));
    expect(phase(0)).toEqual({ arrived: 0, answered: 0 });
    expect(phase(100).answered).toBeCloseTo(phase(100).arrived);
    expect(phase(150).arrived).toBeCloseTo(phase(100).arrived * 1.5);
  });

  it('stands while nothing is answered', () => {
    const phase = flowPhaseOf(stageOf([9, 10, 10, 10, 10], [9, 10, 0, 0, 10]));
    expect(phase(300).answered).toBe(phase(100).answered);
    expect(phase(400).answered).toBeGreaterThan(phase(300).answered);
  });

  it('stays where it is at the end, and without a recording', () => {
    const phase = flowPhaseOf(stageOf([1, 10], [1, 10]));
    expect(phase(100)).toEqual(phase(250));
    expect(flowPhaseOf(stageOf([], []))(100)).toEqual({ arrived: 0, answered: 0 });
  });
});
