// What the interview keeps of a report: the figures that the interviewer speaks of and the report card is written from.
import { describeChange } from '#judge/change.ts';
import type { Report } from '#judge/report.ts';
import type { RunResult } from './interview-record.ts';

/** `previous`: the last complete report in the same language. */
export function resultOf(report: Report, goalRps: number, previous: Report | null): RunResult | null {
  const stage = report.stages[report.decidingStage];
  if (!stage) return null;
  const [first, ...others] = report.diagnosis;
  return {
    survivedRps: report.survivedRps,
    score: report.score.total,
    criteria: report.score.criteria.map(({ id, points, max }) => ({ id, points, max })),
    goalReached: report.survivedRps >= goalRps,
    decidingStage: {
      offeredRps: stage.offeredRps,
      passed: stage.passed,
      p50Ms: stage.latencyMs.p50,
      p99Ms: stage.slo.find(({ id }) => id === 'p99')?.value ?? stage.latencyMs.p99,
      errorRate: stage.errorRate,
      loopLagP99Ms: stage.loopLagMs.p99,
      failed: stage.slo.filter((row) => !row.passed).map(({ id }) => id),
    },
    cause: first ? { id: first.cause, resource: first.resource, file: first.file, line: first.line, text: first.text } : null,
    otherCauses: others.map(({ cause }) => cause),
    wait: waitOf(report),
    upperBound: report.upperBound,
    changed: previous ? describeChange(previous, report) : [],
    hash: report.hash,
  };
}

/** What the first cause says of its resource: how busy, and how long a request waits for it. */
function waitOf({ diagnosis, resources }: Report): RunResult['wait'] {
  const first = diagnosis[0];
  const resource = resources.find(({ name }) => name === first?.resource);
  if (!first || !resource) return null;
  const figure = (name: string, otherwise: number) => {
    const value = first.evidence[name];
    return typeof value === 'number' ? value : otherwise;
  };
  return {
    name: resource.name,
    kind: resource.kind,
    utilisation: figure('utilisation', resource.utilisation),
    meanWaitMs: figure('waitMs', resource.meanWaitMs),
    maxQueue: resource.maxQueue,
  };
}
