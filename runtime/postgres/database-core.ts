// What sessions and the owner share: the connection, the loaded schema, the states of the tables, the version, the clock.
import type { DatabaseAnswer } from '#engine/database-port.ts';
import type { AnswerMemo, RememberedText } from './answer-memo.ts';
import { PostgresConnection, type Role } from './postgres-connection.ts';
import type { PostgresMachine } from './postgres-machine.ts';
import { RowChanges } from './row-changes.ts';
import { asksClock } from './schema-facts.ts';
import { SchemaLoader } from './schema-loader.ts';
import type { Session } from './session.ts';
import type { Effects } from './statement-effects.ts';
import type { StatementInfo } from './statement-kind.ts';
import { TableStates, type Touched } from './table-states.ts';

/** A longer answer is not worth remembering: few fit, and whoever asks for it waits for the rows anyway. */
const REMEMBERED_CHARACTERS_MAX = 1_000_000;

export class DatabaseCore {
  readonly connection: PostgresConnection;
  readonly loader: SchemaLoader;
  readonly states = new TableStates();
  version = 1;
  clockNs = 0;
  /** How often rows changed, and for each row when it last did: what REPEATABLE READ and SERIALIZABLE compare. */
  readonly rowChanges = new RowChanges();
  /** A program locks whole tables: from then on writers take their tables' locks too. */
  locksTables = false;
  private initialVersion = 1;
  private nextVersion = 2;
  private nextResult = 1;
  private mustRestore = false;

  constructor(readonly machine: PostgresMachine) {
    this.connection = new PostgresConnection(machine);
    this.loader = new SchemaLoader(this.connection);
  }

  /** Back to the first state of a schema. True: it is another schema than before. */
  reset(schemaSql: string): boolean {
    this.clockNs = 0;
    this.rowChanges.reset();
    this.locksTables = false;
    if (!this.loader.holds(schemaSql)) {
      this.states.forget();
      this.mustRestore = false;
      this.loader.load(schemaSql);
      this.initialVersion = this.nextVersion++;
      this.version = this.initialVersion;
      return true;
    }
    // The machine is put back when Postgres is next asked; a stage that is answered from memory never asks.
    if (!this.states.pristine || this.machine.broken) {
      this.mustRestore = true;
      this.loader.rewindFacts();
    }
    this.states.reset();
    this.version = this.initialVersion;
    return false;
  }

  /** After a crash: true if nothing is lost by going back to the first state. */
  recover(): boolean {
    this.mustRestore = true;
    return this.states.pristine;
  }

  speakAs(role: Role, session: Session | null, clockNs = session?.transaction?.clockNs ?? this.clockNs): void {
    if (this.mustRestore) {
      this.mustRestore = false;
      this.loader.restore();
    }
    this.connection.speakAs(role, session?.settings ?? [], clockNs);
  }

  noteEffects(effects: Effects, operation: string, committed: boolean): void {
    if (effects.touched) this.states.mark(operation, effects.touched);
    if (effects.changed && committed) this.noteCommit(effects.changed, effects.schema);
  }

  noteCommit(changed: Touched, schema: boolean): void {
    this.states.commit(changed, schema);
    this.version = this.nextVersion++;
    if (!schema) return;
    this.speakAs('owner', null);
    this.loader.refresh();
  }

  /** A short name for a write and all that its outcome depends on. */
  operation(info: StatementInfo, sql: string, params: string, settingsKey: string): number {
    const clock = asksClock(info.words) || this.loader.facts.timedDefaults ? this.clockNs : '';
    return this.states.name(`${settingsKey}${sql}\u0001${params}\u0001${clock}`);
  }

  nextResultId(): number {
    return this.nextResult++;
  }

  /** Puts an answer into the memo, if it is one that may be given again and short enough. */
  remember(
    memo: AnswerMemo,
    text: RememberedText,
    key: string,
    reads: Touched,
    answer: DatabaseAnswer,
    firstColumn: (string | null)[],
  ): DatabaseAnswer {
    if (answer.text.length > REMEMBERED_CHARACTERS_MAX) return answer;
    const identified = { ...answer, resultId: this.nextResultId() };
    const named = reads === 'all' ? [this.states.everything] : [...reads].map((name) => this.states.get(name));
    const tables = [this.states.catalogue, ...named];
    memo.remember(text, key, { answer: identified, firstColumn, tables, physical: tables.map((table) => table.physical) }, this.version);
    return identified;
  }
}
