// A report for people at a terminal.
import type { Report, StageReport } from '#judge/report.ts';

const colour = (code: number) => (text: string) => (process.stdout.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text);
const green = colour(32);
const red = colour(31);
const dim = colour(2);
const bold = colour(1);

function rps(value: number): string {
  if (value >= 1000) return `${Number((value / 1000).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}

function ms(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function stageRow(stage: StageReport): string {
  const cells = [rps(stage.offeredRps).padStart(8)];
  if (stage.skipped) return `${cells[0]}  ${dim('skipped')}`;
  cells.push(rps(stage.throughputRps).padStart(10), rps(stage.goodputRps).padStart(8), ms(stage.latencyMs.p50).padStart(8), ms(stage.latencyMs.p99).padStart(8));
  cells.push(`${(stage.errorRate * 100).toFixed(1)} %`.padStart(8));
  const failed = stage.slo.filter((row) => !row.passed).map((row) => row.id);
  return `${cells.join('')}  ${stage.passed ? green('passed') : red(`failed: ${failed.join(', ')}`)}${stage.fault ? red(` (${stage.fault.verdict})`) : ''}`;
}

function place(file: string | null, line: number | null): string {
  return file && line ? dim(` [${file}:${line}]`) : '';
}

export function printReport(report: Report): void {
  const say = (line = '') => process.stdout.write(`${line}\n`);
  say(dim(`${report.challenge} · ${report.language} · seed ${report.seed} · ${report.scale.simulated} of ${report.scale.count} workers simulated`));
  say(dim(' offered  completed    good      p50      p99   errors  (requests/s, ms)'));
  for (const stage of report.stages) say(stageRow(stage));
  say();
  say(bold(`survived ${rps(report.survivedRps)} requests/s · score ${report.score.total}/100`));
  for (const entry of report.diagnosis) say(`- ${entry.text.en}${place(entry.file, entry.line)}`);
  say(`- ${report.upperBound.text.en}`);
  for (const criterion of report.score.criteria) say(dim(`  ${criterion.id}: ${criterion.points}/${criterion.max}  ${criterion.why.en}`));
  if (report.console.length > 0) {
    say();
    for (const line of report.console.slice(-12)) say(dim(`${(line.timeNs / 1e6).toFixed(1).padStart(9)} ms  worker ${line.worker}  `) + line.text);
  }
  say(dim(`hash ${report.hash}`));
}
