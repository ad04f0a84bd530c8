// What running a statement did besides answering: which tables it touched, whether committed rows change with it, and
// whether the answer may be given again.
import type { Plan } from './plan.ts';
import type { Outcome } from './postgres-connection.ts';
import type { SchemaFacts } from './schema-facts.ts';
import type { StatementInfo } from './statement-kind.ts';
import type { Touched } from './table-states.ts';

export interface Effects {
  /** Tables that hold traces of the statement even if it is rolled back; null: it wrote nothing at all. */
  readonly touched: Touched | null;
  /** Tables whose rows change when it commits; null: none. */
  readonly changed: Touched | null;
  /** Tables may have been made, altered or dropped. */
  readonly schema: boolean;
  /** The answer depends on these tables only; null: it may not be remembered. */
  readonly reads: Touched | null;
}

const NOTHING: ReadonlySet<string> = new Set();
const CHANGES_SCHEMA: Effects = { touched: 'all', changed: 'all', schema: true, reads: null };
const CHANGES_ANYTHING: Effects = { touched: 'all', changed: 'all', schema: false, reads: null };
const NO_EFFECT: Effects = { touched: null, changed: null, schema: false, reads: null };
const WRITES = new Set(['insert', 'update', 'delete', 'merge']);
/** What follows FOR where rows are locked. */
const LOCKS = new Set(['update', 'share', 'no', 'key']);
/** Of Postgres itself: names that the catalogue's relations begin with. */
const SYSTEM_RELATION = /^(pg_|sql_)/;
const MOMENT_PARAMETER = /"(now|today|tomorrow|yesterday)"/i;

export function effectsOf(info: StatementInfo, plan: Plan | null, facts: SchemaFacts, params: string): Effects {
  switch (info.kind) {
    case 'other':
      return CHANGES_SCHEMA;
    case 'explain':
      return runsExplained(info) ? CHANGES_ANYTHING : NO_EFFECT;
    case 'planned':
      return plan ? plannedEffects(info, plan, facts, params) : NO_EFFECT;
    default:
      return NO_EFFECT;
  }
}

function plannedEffects(info: StatementInfo, plan: Plan, facts: SchemaFacts, params: string): Effects {
  const { words } = info;
  if (words.some((word) => facts.writers.has(word))) return CHANGES_ANYTHING;
  if (plan.changed.size > 0) {
    for (const table of plan.changed) if (facts.spreading.has(table)) return CHANGES_ANYTHING;
    const touched = new Set(plan.changed);
    for (const table of plan.changed) for (const neighbour of facts.neighbours.get(table) ?? []) touched.add(neighbour);
    if (plan.locks) for (const table of plan.relations) touched.add(table);
    return { touched, changed: plan.changed, schema: false, reads: null };
  }
  if (words.includes('into')) return CHANGES_SCHEMA;
  if (plan.locks) return { touched: plan.relations, changed: null, schema: false, reads: null };
  if (words.some((word) => facts.fickle.has(word) || word.startsWith('pg_stat')) || MOMENT_PARAMETER.test(params)) {
    return { touched: NOTHING, changed: null, schema: false, reads: null };
  }
  for (const relation of plan.relations) {
    if (SYSTEM_RELATION.test(relation) || facts.fickle.has(relation)) return NO_EFFECT;
  }
  const reads = words.some((word) => facts.readers.has(word)) ? 'all' : plan.relations;
  return { touched: null, changed: null, schema: false, reads };
}

function runsExplained(info: StatementInfo): boolean {
  const { words } = info;
  return words.some((word) => word === 'analyze' || word === 'analyse');
}

export function joinTouched(a: Touched, b: Touched): Touched {
  return a === 'all' || b === 'all' ? 'all' : new Set([...a, ...b]);
}

export function overlaps(a: Touched, b: Touched): boolean {
  if (a === 'all') return b === 'all' || b.size > 0;
  if (b === 'all') return a.size > 0;
  for (const name of a) if (b.has(name)) return true;
  return false;
}

export function joinEffects(a: Effects | null, b: Effects): Effects {
  if (!a) return b;
  const join = (x: Touched | null, y: Touched | null): Touched | null => (x && y ? joinTouched(x, y) : (x ?? y));
  return { touched: join(a.touched, b.touched), changed: join(a.changed, b.changed), schema: a.schema || b.schema, reads: null };
}

/** Not certain, but worth asking for the plan first. */
export function mayOnlyRead(info: StatementInfo): boolean {
  if (info.kind !== 'planned' || WRITES.has(info.words[0] ?? '')) return false;
  return !info.words.some((word, i) => word === 'for' && LOCKS.has(info.words[i + 1] ?? ''));
}

/** "UPDATE 0" changed nothing, unless more than the one command's rows may have changed. */
export function wroteRows(outcome: Outcome, effects: Effects): boolean {
  if (!effects.changed) return false;
  const alone = effects.changed !== 'all' && effects.changed.size === 1;
  return !(alone && /^(INSERT 0|UPDATE|DELETE|MERGE) 0$/.test(outcome.result?.tag ?? ''));
}
