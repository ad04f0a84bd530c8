// Brings the machine into the state right after a schema was loaded, and back to it. The first load of a text runs it and
// takes a snapshot; later resets restore that.
import { WATCH_TABLES } from './lock-reports.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import type { MachineState } from './postgres-machine.ts';
import { readSchemaFacts, type SchemaFacts } from './schema-facts.ts';

/** What follows the schema: the application owns its tables, as it would in a small shop, and sees schema public only. */
const GRANTS = `
  GRANT USAGE, CREATE ON SCHEMA public TO app;
  GRANT ALL ON ALL TABLES IN SCHEMA public TO app;
  GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO app;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO app;
  DO $$
  DECLARE name text;
  BEGIN
    FOR name IN SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.oid LOOP
      EXECUTE 'ALTER TABLE ' || name || ' OWNER TO app';
    END LOOP;
  END $$;`;
const USER_TABLES = `
  SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ' ORDER BY c.oid)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`;

export class SchemaLoader {
  facts: SchemaFacts;
  private schemaSql: string | null = null;
  private loadedFacts: SchemaFacts;
  private readonly empty: MachineState;
  private loaded: MachineState;

  constructor(private readonly connection: PostgresConnection) {
    const { machine } = connection;
    // Libraries that schemas use are loaded now: a restore could not take loading back.
    machine.command('DO $$ BEGIN END $$');
    machine.command("SELECT to_tsvector('english', 'loading')");
    machine.seal();
    this.facts = readSchemaFacts(machine);
    this.loadedFacts = this.facts;
    this.empty = machine.snapshot();
    this.loaded = this.empty;
  }

  holds(schemaSql: string): boolean {
    return this.schemaSql === schemaSql;
  }

  /** Back to the loaded schema's first state. */
  restore(): void {
    this.connection.machine.restore(this.loaded);
    this.connection.restored();
  }

  /** The facts of the first state, ahead of the restore. */
  rewindFacts(): void {
    this.facts = this.loadedFacts;
  }

  /** After a change of the schema, perhaps by the owner; the connection speaks as the owner. */
  refresh(): void {
    this.connection.machine.command(GRANTS);
    this.connection.machine.command(WATCH_TABLES);
    this.facts = readSchemaFacts(this.connection.machine);
  }

  load(schemaSql: string): void {
    const { connection } = this;
    const { machine } = connection;
    machine.restore(this.empty);
    connection.restored();
    this.loaded = this.empty;
    this.schemaSql = null;
    if (schemaSql.trim() !== '') {
      machine.writer.query(schemaSql);
      const { failure } = machine.send();
      if (failure) {
        this.restore();
        throw new Error(`the database's schema${lineOf(schemaSql, failure.position)}: ${failure.message}`);
      }
    }
    machine.command(GRANTS);
    machine.command(WATCH_TABLES);
    const tables = machine.command(USER_TABLES).commands[0]?.rows[0]?.[0];
    // As autovacuum would have left them: statistics of all rows, and pages known to be visible to all.
    if (tables) machine.command(`VACUUM (ANALYZE) ${tables}`);
    this.facts = readSchemaFacts(machine);
    this.loadedFacts = this.facts;
    this.loaded = machine.snapshot();
    this.schemaSql = schemaSql;
  }
}

function lineOf(sql: string, position: string | undefined): string {
  return position === undefined ? '' : `, line ${sql.slice(0, Number(position)).split('\n').length}`;
}
