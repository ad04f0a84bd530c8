// One query of a client, from the call to its answer.
import { S } from '../../kernel/counters.ts';
import { current, type Frame } from '../../kernel/frame.ts';
import { notSimulated } from '../../kernel/worker.ts';
import type { Failure } from './database-error.ts';
import type { ParserSource } from './types.ts';

export type Finish = (error: unknown, result?: unknown) => void;

interface QueryConfig {
  readonly text?: unknown;
  readonly values?: unknown;
  readonly name?: unknown;
  readonly rowMode?: unknown;
  readonly types?: ParserSource;
  readonly query_timeout?: unknown;
  readonly queryMode?: unknown;
  readonly callback?: unknown;
  readonly submit?: unknown;
}

const NO_PARAMETER = /^bind message supplies 0 parameters/;
const AVAILABLE = 'query(text, values), query({ text, values, name, rowMode, types, query_timeout }), with a callback or a promise';

export class Statement {
  readonly text: unknown;
  readonly values: unknown;
  readonly name: string | undefined;
  readonly asArray: boolean;
  readonly types: ParserSource | undefined;
  readonly timeoutMs: number;
  readonly extended: boolean;
  /** Line and request of the one who asked. */
  readonly line = S.l;
  readonly frame: Frame = current.frame;
  /** Called once, with the error or the result. */
  finish: Finish;

  constructor(config: unknown, values: unknown, finish: Finish) {
    this.finish = finish;
    if (typeof config === 'string') {
      this.text = config;
      this.values = values;
      this.name = undefined;
      this.asArray = false;
      this.types = undefined;
      this.timeoutMs = 0;
      this.extended = false;
      return;
    }
    const given = config as QueryConfig;
    if (typeof given.submit === 'function')
      notSimulated('pg: queries of a class of their own (pg.Query, pg-cursor, pg-query-stream)', AVAILABLE);
    if ((given as { rows?: unknown }).rows) notSimulated('pg: query({ rows })', AVAILABLE);
    this.text = given.text;
    this.values = values ?? given.values;
    this.name = given.name === undefined ? undefined : String(given.name);
    this.asArray = given.rowMode === 'array';
    this.types = given.types;
    this.timeoutMs = Number(given.query_timeout) || 0;
    this.extended = given.queryMode === 'extended' || given.name !== undefined;
  }

  /** pg sends a query without values as text, where Postgres has other words for a parameter that is missing. */
  realFailure(failure: Failure): Failure {
    if (failure.sqlstate !== '08P01' || !NO_PARAMETER.test(failure.message) || this.extended) return failure;
    const text = String(this.text);
    const [parameter = '$1'] = /\$\d+/.exec(text) ?? [];
    return {
      severity: 'ERROR',
      sqlstate: '42P02',
      message: `there is no parameter ${parameter}`,
      position: String(text.indexOf(parameter) + 1),
    };
  }
}

/** The callback among query's arguments, and the values. */
export function readArguments(config: unknown, values: unknown, callback: unknown): { values: unknown; callback: Finish | undefined } {
  const given = typeof values === 'function' ? values : (callback ?? (config as QueryConfig | null)?.callback);
  if (given !== undefined && given !== null && typeof given !== 'function') throw new TypeError('callback is not a function');
  return { values: typeof values === 'function' ? undefined : values, callback: (given ?? undefined) as Finish | undefined };
}
