// Errors that Postgres reports, as pg shows them. Where in Postgres' own source an error was raised (file, line, routine) is not known.
import { placeError } from '../../kernel/counters.ts';
import { freezeClass } from '../../kernel/realm.ts';

/** Fields of an error as the world tells them. */
export interface Failure {
  readonly message: string;
  readonly sqlstate: string;
  readonly severity?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

export class DatabaseError extends Error {
  length: number;
  override name: string;
  severity: string | undefined;
  code: string | undefined;
  detail: string | undefined;
  hint: string | undefined;
  position: string | undefined;
  internalPosition: string | undefined;
  internalQuery: string | undefined;
  where: string | undefined;
  schema: string | undefined;
  table: string | undefined;
  column: string | undefined;
  dataType: string | undefined;
  constraint: string | undefined;
  file: string | undefined;
  line: string | undefined;
  routine: string | undefined;

  constructor(message: string, length: number, name: string) {
    super(message);
    this.length = length;
    this.name = name;
  }
}

freezeClass(DatabaseError);

/** `at`: line of the user's code that sent the statement. */
export function databaseError(failure: Failure, at: number): DatabaseError {
  const error = new DatabaseError(failure.message, JSON.stringify(failure).length, 'error');
  error.severity = failure.severity ?? 'ERROR';
  error.code = failure.sqlstate;
  error.detail = failure.detail;
  error.hint = failure.hint;
  error.position = failure.position;
  error.schema = failure.schema;
  error.table = failure.table;
  error.column = failure.column;
  error.constraint = failure.constraint;
  error.stack = `error: ${failure.message}`;
  placeError(error, at);
  return error;
}

/** The server has closed the session. */
export function isFatal(failure: Failure): boolean {
  return failure.severity === 'FATAL' || /^(?:0800[036]|57P0[123])$/.test(failure.sqlstate);
}
