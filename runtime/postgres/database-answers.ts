// The engine's answers, made of what Postgres said. Fields are described in engine/database-port.ts, texts in README.md.
import type { DatabaseAnswer } from '#engine/database-port.ts';
import { NO_REPORTS } from './lock-reports.ts';
import type { Outcome } from './postgres-connection.ts';
import { type CommandResult, changedRows, type PostgresFailure } from './wire-reader.ts';

const EMPTY: CommandResult = { params: [], columns: [], rows: [], bytes: 0, tag: '' };

export function resultText(result: CommandResult): string {
  return JSON.stringify({ columns: result.columns, params: result.params, rows: result.rows, tag: result.tag });
}

export function succeeded(outcome: Outcome, resultId: number, wrote: boolean): DatabaseAnswer {
  const { result, plan, sleepMs } = outcome;
  return {
    ok: true,
    resultId,
    text: resultText(result ?? EMPTY),
    rows: result?.rows.length ?? 0,
    changedRows: changedRows(result),
    bytes: result?.bytes ?? 0,
    planCost: plan?.cost ?? 0,
    ...(plan?.scanned ? { scanned: plan.scanned } : {}),
    sleepMs,
    wrote,
  };
}

export function tagged(tag: string, wrote: boolean): DatabaseAnswer {
  return succeeded({ result: { ...EMPTY, tag }, failure: null, plan: null, sleepMs: 0, reports: NO_REPORTS }, 0, wrote);
}

/** The guard refused: nothing was done. */
export function blocked(): DatabaseAnswer {
  return { ...tagged('', false), ok: false, blocked: true };
}

export function failed(failure: PostgresFailure, outcome?: Outcome): DatabaseAnswer {
  const text = JSON.stringify(failure);
  const planCost = outcome?.plan?.cost ?? 0;
  return {
    ok: false,
    resultId: 0,
    text,
    rows: 0,
    changedRows: 0,
    bytes: text.length,
    planCost,
    sleepMs: outcome?.sleepMs ?? 0,
    wrote: false,
  };
}
