// What tells us which rows a statement locks: triggers on every table of the application that report, as a message for
// us, the rows that a statement changed, and advisory functions that report instead of locking. PGlite has one backend,
// where nothing ever waits; who waits for whom is decided by the engine (engine/world/row-locks.ts).
import { LOCK_MODE, type LockMode, type LockWish } from '#engine/database-port.ts';
import type { PostgresFailure } from './wire-reader.ts';

/** Codes of a class that Postgres leaves to applications: rows locked, advisory lock taken, advisory lock given back. */
const ROWS = 'SG002';
const ADVISORY = 'SG003';
const ADVISORY_BACK = 'SG004';
const SEPARATOR = '\u0001';
/** Stands for the primary key, or for the whole row where there is none. */
const PRIMARY = '0';

export interface LockReports {
  readonly locks: readonly LockWish[];
  readonly unlocks: readonly string[];
}
export const NO_REPORTS: LockReports = { locks: [], unlocks: [] };

export function rowPrefix(table: string): string {
  return `${table}${SEPARATOR}${PRIMARY}${SEPARATOR}`;
}

export function rowLock(table: string, value: string, mode: LockMode): LockWish {
  return { key: rowPrefix(table) + value, mode, scope: 'transaction' };
}

/** Ends a key that stands for all keys which begin like it. */
export const ALL = '*';
export const ADVISORY_PREFIX = `${SEPARATOR}advisory${SEPARATOR}`;

/** Locks of a statement, from the messages that it sent, in their order and each once. */
export function readLockReports(notices: readonly PostgresFailure[]): LockReports {
  if (notices.length === 0) return NO_REPORTS;
  const locks: LockWish[] = [];
  const unlocks: string[] = [];
  for (const { sqlstate, message } of notices) {
    if (sqlstate === ROWS) {
      const [table = '', mode, ...values] = message.split(SEPARATOR);
      // Each value begins with the key that it belongs to: "0:5", "users_email_key:a@b.test".
      for (const value of values) {
        const colon = value.indexOf(':');
        const key = `${table}${SEPARATOR}${value.slice(0, colon)}${SEPARATOR}${value.slice(colon + 1)}`;
        locks.push({ key, mode: Number(mode) as LockMode, scope: 'transaction' });
      }
    } else if (sqlstate === ADVISORY) {
      const [scope, mode, number = ''] = message.split(SEPARATOR);
      locks.push({ key: ADVISORY_PREFIX + number, mode: Number(mode) as LockMode, scope: scope === 'session' ? 'session' : 'transaction' });
    } else if (sqlstate === ADVISORY_BACK) unlocks.push(ADVISORY_PREFIX + message);
  }
  return { locks, unlocks };
}

/** Functions with the names of Postgres' own, in schema surge. The settings say which numbers others hold, and which are the session's. */
function advisoryFunctions(): string {
  const statements: string[] = [];
  const define = (name: string, returns: string, body: string) => {
    for (const [parameters, number] of [
      ['a bigint', 'a::text'],
      ['a int, b int', "a || '/' || b"],
    ]) {
      statements.push(
        `CREATE FUNCTION surge.${name}(${parameters}) RETURNS ${returns} LANGUAGE plpgsql AS $f$ DECLARE n text := ${number}; BEGIN ${body} END $f$;`,
      );
    }
  };
  const raise = (code: string, message: string) => `RAISE INFO USING ERRCODE = '${code}', MESSAGE = ${message};`;
  const among = (setting: string) =>
    `coalesce(n = ANY (string_to_array(nullif(current_setting('surge.${setting}', true), ''), ',')), false)`;
  for (const scope of ['session', 'xact']) {
    for (const [suffix, mode, held] of [
      ['', LOCK_MODE.UPDATE, 'advisory'],
      ['_shared', LOCK_MODE.SHARE, 'advisory_exclusive'],
    ] as const) {
      const report = raise(ADVISORY, `'${scope}' || E'\\x01${mode}\\x01' || n`);
      const infix = scope === 'xact' ? '_xact' : '';
      define(`pg_advisory${infix}_lock${suffix}`, 'void', report);
      define(`pg_try_advisory${infix}_lock${suffix}`, 'boolean', `IF ${among(held)} THEN RETURN false; END IF; ${report} RETURN true;`);
    }
  }
  const back = raise(ADVISORY_BACK, 'n');
  const warning = `RAISE WARNING 'you don''t own a lock of type ExclusiveLock';`;
  for (const suffix of ['', '_shared']) {
    define(
      `pg_advisory_unlock${suffix}`,
      'boolean',
      `IF NOT ${among('advisory_own')} THEN ${warning} RETURN false; END IF; ${back} RETURN true;`,
    );
  }
  const all = `BEGIN ${raise(ADVISORY_BACK, `'${ALL}'`)} END`;
  statements.push(`CREATE FUNCTION surge.pg_advisory_unlock_all() RETURNS void LANGUAGE plpgsql AS $f$ ${all} $f$;`);
  return statements.join('\n');
}

/** Once, as the owner, before any schema is loaded. */
export const INSTALL_REPORTS = `
CREATE SCHEMA surge;
GRANT USAGE ON SCHEMA surge TO app;
${advisoryFunctions()}
CREATE FUNCTION surge.watch_tables() RETURNS void LANGUAGE plpgsql AS $w$
DECLARE t record; row_of text; unique_of text; body text;
BEGIN
  FOR t IN SELECT c.oid, c.relname, format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
             AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = 'surge_locks_insert')
           ORDER BY c.oid LOOP
    row_of := surge.row_value(t.oid, 'x');
    SELECT string_agg(format('%L || %s', i.relname || ':', surge.key_value(k.indexrelid, 'x')), ', ' ORDER BY k.indexrelid) INTO unique_of
      FROM pg_index k JOIN pg_class i ON i.oid = k.indexrelid
      WHERE k.indrelid = t.oid AND k.indisunique AND NOT k.indisprimary AND k.indexprs IS NULL AND k.indpred IS NULL;
    body := 'CREATE OR REPLACE FUNCTION surge.%I() RETURNS trigger LANGUAGE plpgsql AS $f$ DECLARE keys text; BEGIN '
         || 'SELECT string_agg(%s, E''\\x01'') INTO keys FROM surge_rows x; '
         || 'IF keys IS NOT NULL THEN RAISE INFO USING ERRCODE = ''${ROWS}'', MESSAGE = %L || E''\\x01%s\\x01'' || keys; END IF; RETURN NULL; END $f$';
    EXECUTE format(body, 'insert_' || t.oid, 'concat_ws(E''\\x01'', ''${PRIMARY}:'' || ' || row_of || coalesce(', ' || unique_of, '') || ')', t.relname, '${LOCK_MODE.UPDATE}');
    EXECUTE format(body, 'update_' || t.oid, '''${PRIMARY}:'' || ' || row_of, t.relname, '${LOCK_MODE.NO_KEY_UPDATE}');
    EXECUTE format(body, 'delete_' || t.oid, '''${PRIMARY}:'' || ' || row_of, t.relname, '${LOCK_MODE.UPDATE}');
    EXECUTE format('CREATE TRIGGER surge_locks_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS surge_rows FOR EACH STATEMENT EXECUTE FUNCTION surge.%I()', t.name, 'insert_' || t.oid);
    EXECUTE format('CREATE TRIGGER surge_locks_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS surge_rows FOR EACH STATEMENT EXECUTE FUNCTION surge.%I()', t.name, 'update_' || t.oid);
    EXECUTE format('CREATE TRIGGER surge_locks_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS surge_rows FOR EACH STATEMENT EXECUTE FUNCTION surge.%I()', t.name, 'delete_' || t.oid);
  END LOOP;
END $w$;
CREATE FUNCTION surge.key_value(index oid, alias text) RETURNS text LANGUAGE sql AS $w$
  SELECT string_agg(format('%I.%I::text', alias, a.attname), ' || ''|'' || ' ORDER BY k.n)
  FROM pg_index i, unnest(i.indkey::int[]) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute a ON a.attnum = k.attnum
  WHERE i.indexrelid = index AND a.attrelid = i.indrelid AND k.n <= i.indnkeyatts
$w$;
CREATE FUNCTION surge.row_value(relation oid, alias text) RETURNS text LANGUAGE sql AS $w$
  SELECT coalesce((SELECT surge.key_value(indexrelid, alias) FROM pg_index WHERE indrelid = relation AND indisprimary), format('%I::text', alias))
$w$;`;

/** Reports for the tables that have none yet; as the owner. */
export const WATCH_TABLES = 'SELECT surge.watch_tables()';
