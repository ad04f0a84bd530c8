// Time-outs that the server enforces, read from the SET statements of a session. Postgres' own timers never fire here:
// its clock stands still while a statement runs, and the engine compares virtual times.
import type { SessionTimeouts } from '#engine/database-port.ts';

export const NO_TIMEOUTS: SessionTimeouts = { statementMs: 0, lockMs: 0 };

const SETTING =
  /^\s*(set|reset)\s+(?:session\s+|local\s+)?"?(statement_timeout|lock_timeout)"?\s*(?:=|\bto\b)?\s*'?\s*(-?[\d.]+|default)?\s*([a-z]*)\s*'?\s*;?\s*$/i;
const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, '': 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** The time-outs after a SET or RESET that Postgres accepted. */
export function afterSetting(timeouts: SessionTimeouts, sql: string): SessionTimeouts {
  const found = SETTING.exec(sql);
  if (!found) return /^\s*(reset|discard)\s+all\b/i.test(sql) ? NO_TIMEOUTS : timeouts;
  const [, verb = '', name = '', amount = '', unit = ''] = found;
  const ms = verb.toLowerCase() === 'reset' || /default/i.test(amount) ? 0 : Math.round(Number(amount) * (UNITS[unit.toLowerCase()] ?? 1));
  return name.toLowerCase() === 'lock_timeout' ? { ...timeouts, lockMs: ms } : { ...timeouts, statementMs: ms };
}
