// Decides in the middle of a statement whether it may do what it would do: who holds its rows, and whether it would end in
// time. One object serves all statements, one after the other.
import type { DatabaseAnswer, LockGuard, LockMode, LockWish, StatementAttempt } from '../database-port.ts';
import type { Operation } from './operation.ts';
import type { RowLocks } from './row-locks.ts';

export class StatementGuard implements LockGuard {
  /** The lock that the statement has to wait for; null: none. */
  waitsFor: LockWish | null = null;
  /** It would not end before its statement_timeout. */
  late = false;
  #operation!: Operation;
  #nowNs = 0;
  #ahead = false;

  constructor(
    private readonly locks: RowLocks,
    /** Core time of an answer, ns. */
    readonly serviceNs: (
      operation: Operation,
      answer: Pick<DatabaseAnswer, 'planCost' | 'rows' | 'bytes' | 'changedRows' | 'commands'>,
    ) => number,
  ) {}

  /** From now on it speaks for this statement. ahead: it passes by whoever holds its rows. */
  begin(operation: Operation, nowNs: number, ahead: boolean): void {
    this.#operation = operation;
    this.#nowNs = nowNs;
    this.#ahead = ahead;
    this.waitsFor = null;
    this.late = false;
  }

  get free(): boolean {
    return this.locks.size === 0 && this.#operation.deadlineNs === Number.POSITIVE_INFINITY;
  }

  admit(attempt: StatementAttempt): boolean {
    const operation = this.#operation;
    this.waitsFor = this.#ahead ? null : this.locks.take(operation.handle, attempt.locks, this.#nowNs);
    if (this.waitsFor) return false;
    const endNs = this.#nowNs + this.serviceNs(operation, attempt) + attempt.sleepMs * 1e6;
    this.late = endNs > operation.deadlineNs;
    if (!this.late) operation.unlocks = attempt.unlocks;
    return !this.late;
  }

  mustWait(wish: LockWish): boolean {
    return this.locks.mustWait(this.#operation.handle, wish, this.#nowNs);
  }

  heldByOthers(prefix: string, mode: LockMode): string[] {
    return this.locks.heldByOthers(this.#operation.handle, prefix, mode, this.#nowNs);
  }

  heldBySelf(prefix: string): string[] {
    return this.locks.heldBy(this.#operation.handle, prefix);
  }
}
