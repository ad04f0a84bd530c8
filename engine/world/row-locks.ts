// Who holds which lock of the database, and who waits for whom, in virtual time. Rows stay locked until their transaction
// ends; waiters of one row queue first come, first served; a circle of waiters is a deadlock.
import type { LockMode, LockWish } from '../database-port.ts';

/** Row locks of these two modes cannot be held by two transactions at once (Postgres manual, 13.3.2). */
export function conflicts(a: LockMode, b: LockMode): boolean {
  return a + b >= 3;
}

interface Holder {
  readonly session: number;
  mode: LockMode;
  scope: LockWish['scope'];
  /** When it gives the lock back, if that is known ahead (blocking callers); else Infinity. */
  untilNs: number;
}

interface Waiter {
  readonly session: number;
  readonly operation: number;
  readonly mode: LockMode;
  readonly sinceNs: number;
}

interface Lock {
  readonly key: string;
  readonly holders: Holder[];
  readonly waiters: Waiter[];
}

export class RowLocks {
  readonly #locks = new Map<string, Lock>();
  readonly #keysOf = new Map<number, Set<string>>();
  /** Session -> the key that it waits for. */
  readonly #waitsFor = new Map<number, string>();

  get size(): number {
    return this.#locks.size;
  }

  /** The first lock that another session holds or waits for ahead; those before it are taken. Null: all are taken. */
  take(session: number, wishes: readonly LockWish[], nowNs: number): LockWish | null {
    for (const wish of wishes) {
      const lock = this.#locks.get(wish.key);
      if (lock && this.#mustWait(lock, session, wish.mode, nowNs)) return wish;
      this.#hold(lock ?? this.#add(wish.key), session, wish);
    }
    return null;
  }

  wait(session: number, operation: number, wish: LockWish, nowNs: number): void {
    const lock = this.#locks.get(wish.key) as Lock;
    lock.waiters.push({ session, operation, mode: wish.mode, sinceNs: nowNs });
    this.#waitsFor.set(session, wish.key);
  }

  /** How many wait for what the session waits for. */
  queueOf(session: number): number {
    return this.#locks.get(this.#waitsFor.get(session) ?? '')?.waiters.length ?? 0;
  }

  /** The session no longer waits. Returns the operations whose turn it is now. */
  stopWaiting(session: number): number[] {
    const woken: number[] = [];
    const key = this.#waitsFor.get(session);
    if (key === undefined) return woken;
    this.#waitsFor.delete(session);
    const lock = this.#locks.get(key) as Lock;
    const index = lock.waiters.findIndex((waiter) => waiter.session === session);
    lock.waiters.splice(index, 1);
    this.#wake(lock, woken);
    return woken;
  }

  /** Gives locks back: all of the session's, or those of its transaction only. Returns the operations whose turn it is now. */
  release(session: number, scope: 'all' | 'transaction'): number[] {
    const keys = this.#keysOf.get(session);
    if (!keys) return [];
    const woken: number[] = [];
    for (const key of keys) {
      const lock = this.#locks.get(key) as Lock;
      const index = lock.holders.findIndex((holder) => holder.session === session);
      if (scope === 'transaction' && lock.holders[index]?.scope === 'session') continue;
      keys.delete(key);
      lock.holders.splice(index, 1);
      this.#wake(lock, woken);
    }
    if (keys.size === 0) this.#keysOf.delete(session);
    return woken;
  }

  /** Gives one lock back. Returns the operations whose turn it is now. */
  releaseKey(session: number, key: string): number[] {
    const lock = this.#locks.get(key);
    const index = lock?.holders.findIndex((holder) => holder.session === session) ?? -1;
    if (!lock || index < 0) return [];
    lock.holders.splice(index, 1);
    this.#keysOf.get(session)?.delete(key);
    const woken: number[] = [];
    this.#wake(lock, woken);
    return woken;
  }

  /** Sessions that the session waits for, in the order of a circle back to itself; empty: no deadlock. */
  circle(session: number): number[] {
    const path: number[] = [];
    const seen = new Set<number>();
    const visit = (at: number): boolean => {
      const key = this.#waitsFor.get(at);
      if (key === undefined || seen.has(at)) return false;
      seen.add(at);
      path.push(at);
      const lock = this.#locks.get(key) as Lock;
      const mine = lock.waiters.findIndex((waiter) => waiter.session === at);
      const mode = lock.waiters[mine]?.mode as LockMode;
      for (const ahead of [...lock.holders, ...lock.waiters.slice(0, mine)]) {
        if (ahead.session === at || !conflicts(ahead.mode, mode)) continue;
        if (ahead.session === session || visit(ahead.session)) return true;
      }
      path.pop();
      return false;
    };
    return visit(session) ? path : [];
  }

  /** Who holds what this session would need. */
  holdersAgainst(session: number, wish: LockWish): readonly { readonly session: number; readonly untilNs: number }[] {
    const lock = this.#locks.get(wish.key);
    return lock?.holders.filter((holder) => holder.session !== session && conflicts(holder.mode, wish.mode)) ?? [];
  }

  /** All locks of a session's transaction pass to another name, under which they are given back at a time that is known. */
  handOver(session: number, to: number, untilNs: number): void {
    const keys = this.#keysOf.get(session) ?? [];
    for (const key of keys) {
      const lock = this.#locks.get(key) as Lock;
      const held = lock.holders.find((holder) => holder.session === session) as Holder;
      if (held.scope === 'session') continue;
      lock.holders.splice(lock.holders.indexOf(held), 1);
      this.#keysOf.get(session)?.delete(key);
      this.#hold(lock, to, held, untilNs);
    }
  }

  heldByOthers(session: number, prefix: string, mode: LockMode, nowNs: number): string[] {
    const keys: string[] = [];
    for (const lock of this.#locks.values()) {
      if (lock.key.startsWith(prefix) && this.#mustWait(lock, session, mode, nowNs)) keys.push(lock.key);
    }
    return keys;
  }

  heldBy(session: number, prefix: string): string[] {
    return [...(this.#keysOf.get(session) ?? [])].filter((key) => key.startsWith(prefix));
  }

  mustWait(session: number, wish: LockWish, nowNs: number): boolean {
    const lock = this.#locks.get(wish.key);
    return lock !== undefined && this.#mustWait(lock, session, wish.mode, nowNs);
  }

  #mustWait(lock: Lock, session: number, mode: LockMode, nowNs: number): boolean {
    if (lock.holders.some((holder) => holder.session !== session && holder.untilNs > nowNs && conflicts(holder.mode, mode))) return true;
    // Nobody overtakes the line, except who holds the lock already.
    if (lock.holders.some((holder) => holder.session === session)) return false;
    return lock.waiters.some((waiter) => waiter.session !== session && conflicts(waiter.mode, mode));
  }

  #add(key: string): Lock {
    const lock: Lock = { key, holders: [], waiters: [] };
    this.#locks.set(key, lock);
    return lock;
  }

  #hold(lock: Lock, session: number, wish: Pick<LockWish, 'mode' | 'scope'>, untilNs = Number.POSITIVE_INFINITY): void {
    const held = lock.holders.find((holder) => holder.session === session);
    if (held) {
      if (wish.mode > held.mode) held.mode = wish.mode;
      if (wish.scope === 'session') held.scope = 'session';
      return;
    }
    lock.holders.push({ session, mode: wish.mode, scope: wish.scope, untilNs });
    let keys = this.#keysOf.get(session);
    if (!keys) {
      keys = new Set();
      this.#keysOf.set(session, keys);
    }
    keys.add(lock.key);
  }

  /** The first waiters that may have the lock get it: they hold it while their statement runs once more. */
  #wake(lock: Lock, woken: number[]): void {
    while (lock.waiters.length > 0) {
      const waiter = lock.waiters[0] as Waiter;
      if (lock.holders.some((holder) => holder.session !== waiter.session && conflicts(holder.mode, waiter.mode))) break;
      lock.waiters.shift();
      this.#waitsFor.delete(waiter.session);
      this.#hold(lock, waiter.session, { mode: waiter.mode, scope: 'transaction' });
      woken.push(waiter.operation);
    }
    this.#forget(lock);
  }

  #forget(lock: Lock): void {
    if (lock.holders.length === 0 && lock.waiters.length === 0) this.#locks.delete(lock.key);
  }
}
