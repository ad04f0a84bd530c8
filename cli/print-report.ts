// A report for people: stages first, then the bottleneck, then the score, then what the program printed.
import type { Report, StageReport } from '#judge/report.ts';
import type { WhatIfReport } from '#judge/what-if/what-if-report.ts';
import { layOutTable, paint, wordMs, wordRps, wordShare } from './words.ts';

/** Of a challenge's run, whose tables count; `sim` shows all that the report keeps. */
const CONSOLE_LINES = 12;
const FURTHER_CAUSES = 2;
const CODE_CHECKS = 5;
/** Two counts that share no end: without a word, more seems good than was done. */
const GOOD_BEYOND_DONE =
  'done/s: 2xx answers that left inside the window. good/s: of the requests that arrived in it, those answered right and in time, after its end too.';
const SLO_UNITS: Readonly<Record<string, (value: number) => string>> = { p99: wordMs };

export function describeReport(report: Report, whatIf: WhatIfReport | null = null): string {
  const { simulated, count } = report.scale;
  const head = `${paint('bold', report.challenge)}  ${report.language}, seed ${report.seed}, ${simulated} of ${count} workers simulated`;
  const parts = [
    head,
    stageTable(report),
    verdict(report),
    causes(report),
    codeChecks(report),
    ...(whatIf === null ? [] : [whatIfLine(whatIf)]),
    report.challenge === 'sim' ? resourceTable(report) : score(report),
  ];
  return `${[...parts, consoleTail(report), paint('dim', `report ${report.hash}, engine ${report.engineVersion}`)].filter((part) => part !== '').join('\n\n')}\n`;
}

function stageTable(report: Report): string {
  const rows = report.stages.map((stage) => {
    const offered = wordRps(stage.offeredRps);
    if (stage.skipped) return [offered, '', '', '', '', '', paint('dim', 'skipped')];
    const { p50, p99 } = stage.latencyMs;
    return [
      offered,
      wordRps(stage.throughputRps),
      wordRps(stage.goodputRps),
      wordMs(p50),
      wordMs(p99),
      wordShare(stage.errorRate),
      outcome(stage),
    ];
  });
  const lines = layOutTable([['offered/s', 'done/s', 'good/s', 'p50', 'p99', 'errors', ''], ...rows]);
  if (report.stages.some(({ goodputRps, throughputRps }) => goodputRps > throughputRps)) lines.push(paint('dim', GOOD_BEYOND_DONE));
  return lines.join('\n');
}

function outcome(stage: StageReport): string {
  if (stage.passed) return paint('green', 'held');
  const broken = stage.slo
    .filter((row) => !row.passed)
    .map((row) => {
      const word = row.id.startsWith('invariant:') ? String : (SLO_UNITS[row.id] ?? wordShare);
      return `${row.id} ${word(row.value)} > ${word(row.limit)}`;
    });
  const reasons = [...(stage.fault === null ? [] : [stage.fault.verdict]), ...broken];
  return `${paint('red', 'fell')}: ${reasons.join(', ')}`;
}

function verdict(report: Report): string {
  const upper = `Upper bound of this design: ${wordRps(report.upperBound.rps)} requests/s. ${report.upperBound.text.en}`;
  if (report.challenge === 'sim') return upper;
  return `${paint('bold', `Survived ${wordRps(report.survivedRps)} requests/s, score ${report.score.total} of 100.`)}\n${upper}`;
}

function causes(report: Report): string {
  const symptoms = report.diagnosis[0]?.explains ?? [];
  const role = (cause: string, index: number) => (index === 0 ? 'Bottleneck' : symptoms.includes(cause) ? 'Follows' : 'Also');
  return report.diagnosis
    .slice(0, 1 + FURTHER_CAUSES)
    .map((entry, index) => {
      const place = entry.file === null || entry.line === null ? '' : ` (${entry.file}:${entry.line})`;
      return `${paint(index === 0 ? 'bold' : 'dim', role(entry.cause, index))} ${entry.cause}${place}: ${entry.text.en}`;
    })
    .join('\n');
}

function codeChecks({ codeChecks: checks }: Report): string {
  const lines = checks
    .slice(0, CODE_CHECKS)
    .map(({ rule, file, line, name, effectText }) => `  ${rule} (${file}:${line}) ${name}: ${effectText.en}`);
  const left = checks.length - lines.length;
  return lines.length === 0 ? '' : [paint('bold', 'In the code'), ...lines, ...(left > 0 ? [`  and ${left} more`] : [])].join('\n');
}

function whatIfLine({ whatIf }: WhatIfReport): string {
  const [first] = whatIf;
  return `${paint('bold', 'What if')} ${first?.text.en ?? 'There is no single limit to lift: the run held, or fell by something else.'}`;
}

function score(report: Report): string {
  return layOutTable(report.score.criteria.map(({ id, points, max, why }) => [id, `${points}/${max}`, why.en])).join('\n');
}

function resourceTable(report: Report): string {
  const rows = report.resources.map((resource) => [
    resource.name,
    `${resource.servers}`,
    wordShare(resource.utilisation),
    wordMs(resource.meanWaitMs),
    `${resource.maxQueue}`,
    `${resource.errors}`,
    resource.kind,
  ]);
  return layOutTable([['resource', 'servers', 'busy', 'mean wait', 'max queue', 'errors', 'kind'], ...rows]).join('\n');
}

function consoleTail(report: Report): string {
  const lines = report.challenge === 'sim' ? report.console : report.console.slice(-CONSOLE_LINES);
  if (lines.length === 0) return '';
  const left = report.console.length - lines.length + report.consoleDropped;
  const head = `Console${left > 0 ? ` (${report.challenge === 'sim' ? 'the first' : 'the last'} ${lines.length} lines kept, ${left} more)` : ''}`;
  return [paint('bold', head), ...lines.map(({ timeNs, worker, text }) => `${wordMs(timeNs / 1e6)} worker ${worker}: ${text}`)].join('\n');
}
