// What the catalogue says about a schema that decides whether an answer may be remembered and what a write touches.
import type { PostgresMachine } from './postgres-machine.ts';

export interface SchemaFacts {
  /** Names whose use makes an answer depend on more than the data: volatile functions, clocks, transaction ids. */
  readonly fickle: ReadonlySet<string>;
  /** Functions of the schema that may change anything. */
  readonly writers: ReadonlySet<string>;
  /** Functions of the schema that change nothing, but may read tables that the plan does not name. */
  readonly readers: ReadonlySet<string>;
  /** Tables whose changes spread further than a plan tells: triggers, rules, partitions, cascades. */
  readonly spreading: ReadonlySet<string>;
  /** Tables tied by foreign keys, both ways: a change of one locks rows of the others. */
  readonly neighbours: ReadonlyMap<string, readonly string[]>;
  readonly sequences: readonly string[];
  /** Tables and the columns of their primary keys; no columns: the table has none. */
  readonly rowKeys: ReadonlyMap<string, readonly string[]>;
  /** A default, trigger or function of the schema uses a clock. */
  readonly timedDefaults: boolean;
  /** A default, trigger or function of the schema calls random(). */
  readonly randomDefaults: boolean;
}

/** Stable for Postgres, but not a function of the data; strings with a quote are literals that dates understand. */
const MOMENTS = [
  ...['now', 'current_timestamp', 'current_date', 'current_time', 'localtime', 'localtimestamp', 'age', 'transaction_timestamp'],
  ...['statement_timestamp', "'now", "'today", "'tomorrow", "'yesterday"],
];
const TRANSACTION_IDS = [
  ...['txid_current', 'txid_current_if_assigned', 'txid_current_snapshot', 'pg_current_xact_id', 'pg_current_xact_id_if_assigned'],
  ...['pg_current_snapshot', 'txid_status', 'pg_xact_status'],
];
/** Volatile in name only: a sleep is remembered together with the answer, and unlocking finds nothing locked. */
const SLEEPS = new Set(['pg_sleep', 'pg_sleep_for', 'pg_sleep_until', 'pg_advisory_unlock_all']);
const MOMENT_WORD =
  /\b(now|current_timestamp|current_date|current_time|localtime|localtimestamp|clock_timestamp|statement_timestamp|timeofday|uuidv7)\b/;

const CATALOGUE = `
  SELECT 'volatile', proname, '' FROM pg_catalog.pg_proc WHERE provolatile = 'v' AND pronamespace = 'pg_catalog'::regnamespace
  UNION ALL
  SELECT CASE provolatile WHEN 'v' THEN 'writer' WHEN 's' THEN 'reader' ELSE 'constant' END, proname, prosrc
    FROM pg_catalog.pg_proc
    WHERE pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'surge'::regnamespace)
  UNION ALL
  SELECT 'view', c.relname, pg_catalog.pg_get_viewdef(c.oid) FROM pg_catalog.pg_class c
    WHERE c.relkind = 'v' AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
  UNION ALL
  SELECT 'spreading', c.relname, '' FROM pg_catalog.pg_class c
    WHERE c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND (
      c.relhassubclass OR c.relispartition OR (c.relhasrules AND c.relkind <> 'v')
      OR EXISTS (SELECT FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
                 WHERE t.tgrelid = c.oid AND ((NOT t.tgisinternal AND t.tgname NOT LIKE 'surge\\_locks\\_%') OR p.proname ~ '^RI_FKey_(cascade|setnull|setdefault)')))
  UNION ALL
  SELECT 'key', a.relname, b.relname FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_class a ON a.oid = k.conrelid JOIN pg_catalog.pg_class b ON b.oid = k.confrelid WHERE k.contype = 'f'
  UNION ALL
  SELECT 'sequence', pg_catalog.format('%I.%I', n.nspname, c.relname), c.relname FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND n.nspname = 'public'
  UNION ALL
  SELECT 'row', c.relname, coalesce((SELECT string_agg(a.attname, E'\\x01' ORDER BY k.n)
      FROM pg_catalog.pg_index i, unnest(i.indkey::int[]) WITH ORDINALITY AS k(attnum, n), pg_catalog.pg_attribute a
      WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum AND k.n <= i.indnkeyatts), '')
    FROM pg_catalog.pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  UNION ALL
  SELECT 'default', '', pg_catalog.pg_get_expr(adbin, adrelid) FROM pg_catalog.pg_attrdef
  ORDER BY 1, 2, 3`;

export function readSchemaFacts(machine: PostgresMachine): SchemaFacts {
  const rows = (machine.command(CATALOGUE).commands[0]?.rows ?? []) as [string, string, string][];
  const of = (kind: string) => rows.filter(([found]) => found === kind);
  const fickle = new Set([...MOMENTS, ...TRANSACTION_IDS, ...of('volatile').map(([, name]) => name)].filter((name) => !SLEEPS.has(name)));
  for (const [, name] of of('sequence').map(([kind, , bare]) => [kind, bare] as const)) fickle.add(name);
  const writers = new Set(of('writer').map(([, name]) => name));
  const readers = new Set(of('reader').map(([, name]) => name));
  // A view, or a function that only reads, is as fickle as what it uses; views use views, so repeat until nothing changes.
  const definitions = [...of('view'), ...of('reader'), ...of('constant')].map(
    ([, name, text]) => [name, text.toLowerCase().match(/\w+/g) ?? []] as const,
  );
  for (let grown = true; grown; ) {
    grown = false;
    for (const [name, used] of definitions) {
      for (const [set, hit] of [
        [fickle, used.some((word) => fickle.has(word))],
        [writers, used.some((word) => writers.has(word))],
        [readers, used.some((word) => readers.has(word))],
      ] as const) {
        if (!hit || set.has(name)) continue;
        set.add(name);
        grown = true;
      }
    }
  }
  const neighbours = new Map<string, string[]>();
  for (const [, child, parent] of of('key')) {
    for (const [from, to] of [
      [child, parent],
      [parent, child],
    ] as const) {
      const known = neighbours.get(from) ?? [];
      known.push(to);
      neighbours.set(from, known);
    }
  }
  const code = [...of('default'), ...of('writer'), ...of('reader')].map(([, , text]) => text.toLowerCase()).join('\n');
  return {
    fickle,
    writers,
    readers,
    spreading: new Set(of('spreading').map(([, name]) => name)),
    neighbours,
    sequences: of('sequence').map(([, name]) => name),
    rowKeys: new Map(of('row').map(([, name, columns]) => [name, columns === '' ? [] : columns.split('\u0001')])),
    timedDefaults: MOMENT_WORD.test(code),
    randomDefaults: /\brandom/.test(code),
  };
}

/** The text itself asks for a clock. */
export function asksClock(words: readonly string[]): boolean {
  return words.some((word) => MOMENT_WORD.test(word));
}
