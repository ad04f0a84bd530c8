// Something that a guest asked of the world and waits for: a statement, a connection, an HTTP exchange.
import { TokenTable } from '../token-table.ts';

export interface Operation {
  readonly id: number;
  readonly worker: number;
  readonly token: number;
  readonly kind: number;
  readonly line: number;
  readonly request: number;
  /** Session or connection. */
  readonly handle: number;
  readonly text: string;
  /** Index of the HTTP service that it went to; -1: none. */
  service: number;
  readonly startedNs: number;
  /** HOW of a DB_QUERY. */
  readonly how: number;
  /** Waiting in a line of the world (for a core, for a slot). */
  queueNs: number;
  /** When it joined a line; -1 while it is in none. */
  queuedSinceNs: number;
  /** Nobody waits for it any more. */
  cancelled: boolean;
  /** The completion, once known. */
  a: number;
  b: number;
  answer: string;
  /** Time that remains after the core let go of it: pg_sleep. */
  sleepNs: number;
  /** Waiting for row locks, as part of queueNs; and since when, -1 while it waits for none. */
  lockNs: number;
  lockSinceNs: number;
  /** When statement_timeout strikes, ns; Infinity: never. */
  deadlineNs: number;
  /** Advisory locks that it gives back when it is done. */
  unlocks: readonly string[];
}

const NOTHING: readonly string[] = [];

/** Operations by id. Ids are never used twice: a line may still hold the id of an operation that left it. */
export class OperationTable {
  readonly #items = new TokenTable<Operation>();
  #nextId = 1;

  get open(): number {
    return this.#items.size;
  }

  add(fields: Pick<Operation, 'worker' | 'token' | 'kind' | 'line' | 'request' | 'handle' | 'text' | 'startedNs' | 'how'>): Operation {
    // Field by field: a spread here took a tenth of a run.
    const operation: Operation = {
      id: this.#nextId++,
      worker: fields.worker,
      token: fields.token,
      kind: fields.kind,
      line: fields.line,
      request: fields.request,
      handle: fields.handle,
      text: fields.text,
      service: -1,
      startedNs: fields.startedNs,
      queueNs: 0,
      queuedSinceNs: -1,
      cancelled: false,
      a: 0,
      b: 0,
      how: fields.how,
      answer: '',
      sleepNs: 0,
      lockNs: 0,
      lockSinceNs: -1,
      deadlineNs: Number.POSITIVE_INFINITY,
      unlocks: NOTHING,
    };
    this.#items.set(operation.id, operation);
    return operation;
  }

  get(id: number): Operation {
    const operation = this.#items.get(id);
    if (!operation) throw new Error(`operation ${id} is not open`);
    return operation;
  }

  find(id: number): Operation | undefined {
    return this.#items.get(id);
  }

  remove(operation: Operation): void {
    this.#items.delete(operation.id);
  }
}
