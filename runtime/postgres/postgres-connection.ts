// PGlite's one connection as the sessions share it: who speaks, with which settings, at what time. It knows nothing of
// transactions beyond saying in which state the connection was left.
import { type LockReports, NO_REPORTS, readLockReports } from './lock-reports.ts';
import { type Plan, readPlan } from './plan.ts';
import type { PostgresMachine } from './postgres-machine.ts';
import { sumSleepMs } from './sleep-notice.ts';
import { type CommandResult, changedRows, type PostgresFailure } from './wire-reader.ts';

export type Role = 'app' | 'owner';
export type Values = readonly (string | null)[];

export interface Outcome {
  readonly result: CommandResult | null;
  readonly failure: PostgresFailure | null;
  readonly plan: Plan | null;
  readonly sleepMs: number;
  /** What it locked. */
  readonly reports: LockReports;
}

const OWNER = 'postgres';
/** At 10 us a unit, 100 s of a core: everybody has given up long before, and here it would take seconds. Modelled. */
const COST_MAX = 10_000_000;
const TOO_EXPENSIVE: PostgresFailure = {
  severity: 'ERROR',
  sqlstate: '57014',
  message: 'canceling statement due to statement timeout',
  detail: `The plan costs more than ${COST_MAX} units: such statements are not run.`,
};
const EXPLAIN = 'EXPLAIN (FORMAT JSON) ';

export class PostgresConnection {
  private role: Role = 'owner';
  private settings = '';

  constructor(readonly machine: PostgresMachine) {}

  /** After a restore: snapshots are taken as the owner, without settings. */
  restored(): void {
    this.role = 'owner';
    this.settings = '';
  }

  /** The connection's settings are no longer known. */
  forgetSettings(): void {
    this.settings = '?';
  }

  /** Speaks as this role with these settings (SET statements), at this time. Not inside a transaction. */
  speakAs(role: Role, settings: readonly string[], clockNs: number): void {
    this.machine.clockNs = clockNs;
    const wanted = settings.join(';\n');
    if (this.settings !== wanted) {
      this.machine.command('RESET ALL');
      for (const setting of settings) this.machine.command(setting);
      this.settings = wanted;
    }
    if (this.role === role) return;
    this.machine.command(`SET SESSION AUTHORIZATION ${role === 'app' ? 'app' : OWNER}`);
    this.role = role;
  }

  /** The plan alone; null if there is none, because the statement is wrong. */
  plan(sql: string, values: Values): Plan | null {
    this.machine.writer
      .parse(EXPLAIN + sql)
      .bind(values)
      .execute()
      .sync();
    const { commands, failure } = this.machine.send();
    return failure ? null : readPlan(commands[0]?.rows[0]?.[0] ?? '[]');
  }

  run(sql: string, values: Values): Outcome {
    this.machine.writer.parse(sql).describe().bind(values).execute().sync();
    const { commands, failure, notices } = this.machine.send();
    return {
      result: failure ? null : (commands[0] ?? null),
      failure,
      plan: null,
      sleepMs: sumSleepMs(notices),
      reports: readLockReports(notices),
    };
  }

  /** The same statement for many rows of parameters, all or nothing. The result is the last one's, its tag counts for all. */
  runMany(sql: string, batch: readonly Values[], plan: Plan): Outcome {
    const cost = plan.cost * batch.length;
    if (cost > COST_MAX) return { result: null, failure: TOO_EXPENSIVE, plan, sleepMs: 0, reports: NO_REPORTS };
    const { writer } = this.machine;
    writer.parse(sql).describe();
    for (const values of batch) writer.bind(values).execute();
    writer.sync();
    const { commands, failure, notices } = this.machine.send();
    const last = commands.at(-1) ?? null;
    const changed = commands.reduce((sum, command) => sum + changedRows(command), 0);
    const result = last && { ...last, params: commands[0]?.params ?? [], tag: last.tag.replace(/\d+$/, String(changed)) };
    return {
      result: failure ? null : result,
      failure: failure && { ...failure, row: commands.length + 1 },
      plan: { ...plan, cost },
      sleepMs: sumSleepMs(notices),
      reports: readLockReports(notices),
    };
  }

  /** The plan, then the rows. Without a plan the statement is wrong, and says so itself, with its own positions. */
  runPlanned(sql: string, values: Values): Outcome {
    const plan = this.plan(sql, values);
    return plan ? this.runWithPlan(sql, values, plan) : this.run(sql, values);
  }

  runWithPlan(sql: string, values: Values, plan: Plan): Outcome {
    if (plan.cost > COST_MAX) return { result: null, failure: TOO_EXPENSIVE, plan, sleepMs: 0, reports: NO_REPORTS };
    return { ...this.run(sql, values), plan };
  }

  /** Types of parameters and columns without running anything. */
  describe(sql: string): Outcome {
    this.machine.writer.parse(sql).describe().sync();
    const { commands, failure } = this.machine.send();
    return { result: commands[0] ?? null, failure, plan: null, sleepMs: 0, reports: NO_REPORTS };
  }

  /** Begins a transaction with the words of the one who began it. */
  begin(sql: string): PostgresFailure | null {
    return this.run(sql, []).failure;
  }

  rollback(): void {
    this.machine.command('ROLLBACK');
  }

  /** Ends the transaction; on failure Postgres has rolled it back. */
  commit(): PostgresFailure | null {
    return this.run('COMMIT', []).failure;
  }
}
