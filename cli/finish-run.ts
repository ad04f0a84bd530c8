// The end of `run` and `sim`: the report on stdout, and the exit code.
import type { Report } from '#judge/report.ts';
import type { WhatIfReport } from '#judge/what-if/what-if-report.ts';
import { describeReport } from './print-report.ts';
import { EXIT } from './usage-error.ts';

/** With a what-if the JSON is of both: {report, whatIf}. */
export function finishRun(report: Report, options: { readonly json?: boolean }, whatIf: WhatIfReport | null = null): void {
  const printed = whatIf === null ? report : { report, whatIf };
  process.stdout.write(options.json ? `${JSON.stringify(printed, null, 2)}\n` : describeReport(report, whatIf));
  const fault = report.stages[0]?.fault;
  // A program that does not even start has not run.
  if (fault?.verdict !== 'startup-failed') return;
  const place = fault.file === null ? '' : `${fault.file}:${fault.line ?? '?'}: `;
  process.stderr.write(`${place}${fault.message}\n`);
  process.exitCode = EXIT.guestFailed;
}
