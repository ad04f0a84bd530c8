// PGlite's one connection as the sessions share it: who speaks, with which settings, at what time. It knows nothing of
// transactions beyond saying in which state the connection was left.
import { type Plan, readPlan } from './plan.ts';
import type { PostgresMachine } from './postgres-machine.ts';
import { sumSleepMs } from './sleep-notice.ts';
import type { CommandResult, PostgresFailure } from './wire-reader.ts';

export type Role = 'app' | 'owner';
export type Values = readonly (string | null)[];

export interface Outcome {
  readonly result: CommandResult | null;
  readonly failure: PostgresFailure | null;
  readonly plan: Plan | null;
  readonly sleepMs: number;
}

const OWNER = 'postgres';
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
    return { result: failure ? null : (commands[0] ?? null), failure, plan: null, sleepMs: sumSleepMs(notices) };
  }

  /** Plan and rows in one batch. A failure without a plan is EXPLAIN's, not yet the statement's own. */
  runPlanned(sql: string, values: Values): Outcome {
    const { writer } = this.machine;
    writer
      .parse(EXPLAIN + sql)
      .bind(values)
      .execute();
    writer.parse(sql).describe().bind(values).execute().sync();
    const { commands, failure, notices } = this.machine.send();
    const planText = commands[0]?.rows[0]?.[0];
    return {
      result: failure ? null : (commands[1] ?? null),
      failure,
      plan: planText === undefined || planText === null ? null : readPlan(planText),
      sleepMs: sumSleepMs(notices),
    };
  }

  /** Types of parameters and columns without running anything. */
  describe(sql: string): Outcome {
    this.machine.writer.parse(sql).describe().sync();
    const { commands, failure } = this.machine.send();
    return { result: commands[0] ?? null, failure, plan: null, sleepMs: 0 };
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
