import type { Operation } from './operation.ts';

// Kinds of events on the event list, and what each one's numbers mean.
export const HAPPENING = {
  /** The next request arrives. */
  ARRIVAL: 1,
  /** A worker takes its turn. a: worker, b: 1 if it has waited for a core of the machine that it shares. */
  TURN: 2,
  /** A worker's next timer is due. a: worker, b: generation. */
  TIMER: 3,
  /** An operation's completion reaches its worker. a: operation. */
  DELIVERY: 4,
  /** A message reaches the database. a: operation. */
  DATABASE_ARRIVAL: 5,
  /** A core of the database is done with an operation. a: operation. */
  DATABASE_SERVED: 6,
  /** pg_sleep is over. a: operation. */
  DATABASE_SLEPT: 7,
  /** A message reaches an HTTP service. a: operation. */
  SERVICE_ARRIVAL: 8,
  /** An HTTP service has its answer. a: operation. */
  SERVICE_SERVED: 9,
  /** A client gives up. a: request. */
  CLIENT_TIMEOUT: 10,
  /** Something of world.events happens. a: index. */
  WORLD_EVENT: 11,
  /** An answer leaves a worker. a: request. */
  ANSWER: 12,
  /** 100 ms of the stage are over. */
  MARK: 13,
  /** The measured window begins. */
  WINDOW: 14,
  /** Reserved service of a blocking call begins, and ends. a: operation. */
  RESERVED_BEGIN: 15,
  RESERVED_END: 16,
  /** A blocking caller closes its session. a: session. */
  DATABASE_CLOSE: 17,
  /** A statement's time is over: statement_timeout. a: operation. */
  STATEMENT_TIMEOUT: 18,
  /** A statement has waited for a lock so long that Postgres looks for a deadlock. a: operation, b: since when, ns. */
  DEADLOCK_CHECK: 19,
  /** lock_timeout. a: operation, b: since when, ns. */
  LOCK_TIMEOUT: 20,
  /** A blocking caller's transaction ends: its locks are given back. a: the name that holds them. */
  LOCKS_RELEASED: 21,
  /** A message reaches the cache. a: operation. */
  CACHE_ARRIVAL: 22,
  /** A blocked command of the cache gives up. a: operation. */
  CACHE_TIMEOUT: 23,
  /** A worker's turn needs no core any more, where workers share those of the database. */
  CORE_FREE: 24,
  /** A brown-out begins or ends that changes how many requests a service serves at once. a: service. */
  BROWN_OUT: 25,
  /** A worker has used more memory than its container allows: it is killed. a: worker. */
  KILLED: 40,
  /** A killed worker's successor begins its start-up. a: worker. */
  RESTARTED: 41,
} as const;

/** What the parts of the world need from the simulation. */
export interface Surroundings {
  schedule(timeNs: number, kind: number, operation: number, b?: number): void;
  /** The completion of an operation sets out; it arrives after `delayNs`. */
  complete(operation: Operation, nowNs: number, delayNs: number): void;
  /** The stage cannot go on. */
  fail(verdict: string, message: string, line: number): void;
}
