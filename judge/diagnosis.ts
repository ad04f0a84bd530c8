// Why the deciding stage fell, first bottleneck first. Every rule looks at the same facts and speaks for itself; ranking
// is one place: what explains another finding goes before it, whatever the figures of the other.
import { diagnoseAnswers } from './diagnosis/answers.ts';
import { diagnoseCacheConnections, diagnoseSaturatedCache, diagnoseSlowCache } from './diagnosis/cache.ts';
import { diagnoseCrashes } from './diagnosis/crashes.ts';
import { diagnoseChurn, diagnoseSaturatedDatabase, diagnoseSlowDatabase } from './diagnosis/database.ts';
import { diagnoseGuestErrors, diagnoseOwnRefusals, diagnoseRefusedConnections, diagnoseTimeouts } from './diagnosis/errors.ts';
import { gatherFacts } from './diagnosis/facts.ts';
import { diagnoseFault } from './diagnosis/faults.ts';
import type { Finding, Rule } from './diagnosis/finding.ts';
import { diagnoseGil } from './diagnosis/gil.ts';
import { diagnoseGuestLimits, diagnoseLostConnections } from './diagnosis/guest-limits.ts';
import { describeHealth, describeSlowRequests } from './diagnosis/healthy.ts';
import { diagnoseDeadlocks, diagnoseHotRows, diagnoseInvariants, diagnoseLockFailures } from './diagnosis/locks.ts';
import { diagnoseBlockedLoop, diagnoseSaturatedLoop } from './diagnosis/loop.ts';
import { diagnoseGrowingMemory, diagnoseMemory } from './diagnosis/memory.ts';
import { diagnoseQueues } from './diagnosis/queues.ts';
import { diagnoseServices } from './diagnosis/service.ts';
import { shareOfWaiting } from './diagnosis/shares.ts';
import { placeOf, roundFigure } from './figures.ts';
import type { StageRun } from './ladder.ts';
import type { DiagnosisEntry } from './report.ts';
import type { Task } from './task.ts';

const RULES: readonly Rule[] = [
  diagnoseFault,
  diagnoseAnswers,
  diagnoseInvariants,
  diagnoseRefusedConnections,
  diagnoseCacheConnections,
  diagnoseCrashes,
  diagnoseMemory,
  diagnoseDeadlocks,
  diagnoseGuestErrors,
  diagnoseOwnRefusals,
  diagnoseGil,
  diagnoseBlockedLoop,
  diagnoseSaturatedLoop,
  diagnoseSaturatedDatabase,
  diagnoseSaturatedCache,
  diagnoseServices,
  diagnoseHotRows,
  diagnoseGuestLimits,
  diagnoseLostConnections,
  diagnoseQueues,
  diagnoseLockFailures,
  diagnoseSlowDatabase,
  diagnoseSlowCache,
  diagnoseChurn,
  diagnoseTimeouts,
  diagnoseGrowingMemory,
];

export function diagnose(task: Task, files: readonly string[], run: StageRun): DiagnosisEntry[] {
  const facts = gatherFacts(task, files, run);
  let findings = rankFindings(RULES.flatMap((rule) => rule(facts)));
  if (run.report.passed) findings = [describeHealth(facts), ...findings];
  else if (findings.length === 0) findings = [describeSlowRequests(facts)];
  const shareOf = (finding: Pick<Finding, 'cause' | 'resource'>) => {
    const share = shareOfWaiting(finding, facts);
    return share === null ? null : roundFigure(share, 4);
  };
  return findings.map(({ cause, resource, evidence, line, text, explains = [] }, index) => ({
    cause,
    resource,
    share: shareOf({ cause, resource }),
    explains: explains.filter((symptom) => findings.some((other, at) => at > index && other.cause === symptom)),
    evidence: { ...evidence },
    ...placeOf(line, files),
    text,
  }));
}

/** Highest rank first; a finding that another one explains comes after it. Ties keep the order of the rules. */
function rankFindings(findings: readonly Finding[]): Finding[] {
  const ranks = new Map(findings.map((finding) => [finding, finding.rank]));
  const causes = [...findings].sort((a, b) => b.rank - a.rank);
  for (const cause of causes) {
    const ceiling = ranks.get(cause) ?? 0;
    for (const other of findings) {
      const rank = ranks.get(other) ?? 0;
      // Below its explanation, but in the order among those that it explains.
      if (cause.explains?.includes(other.cause) && rank >= ceiling) ranks.set(other, ceiling - 1 + rank / 1e4);
    }
  }
  return [...findings].sort((a, b) => (ranks.get(b) ?? 0) - (ranks.get(a) ?? 0));
}
