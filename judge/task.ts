// What a run is judged by. A challenge is turned into a Task by the catalogue; `surge sim` makes one without criteria.
import type { World } from '#engine/world/world.ts';

export interface TaskStage {
  readonly offeredRps: number;
  readonly seconds: number;
  readonly warmupSeconds: number;
}

/** The stage's promise. Each is a row of the verdict: id, limit, measured value. */
export interface SloLimits {
  readonly p99Ms: number;
  /** Share of requests without a right 2xx answer, 0 to 1. */
  readonly errorRate: number;
  /** Share of wrong, stale or made-up bodies among 2xx answers, 0 to 1. */
  readonly wrongRate: number;
  /** Growth of the open requests during the window as a share of its arrivals: above it the service does not keep up. */
  readonly backlogGrowth: number;
}

/** What a right answer is, as data: a query on the world's database that builds the JSON body. */
export interface ExpectedBody {
  /** Index into world.load.requests. */
  readonly request: number;
  /** $1 is the request's key. One row, one column: the JSON. */
  readonly sql: string;
  /** A body that was right this long before the request arrived is still accepted. */
  readonly staleMs: number;
}

export interface Task {
  /** Slug, or "sim". */
  readonly challenge: string;
  readonly world: World;
  readonly ladder: readonly TaskStage[];
  readonly slo: SloLimits;
  readonly expected: readonly ExpectedBody[];
  /** Goal of the challenge, requests/s; the score's survival criterion is measured against it. */
  readonly goalRps: number;
  /** True: the ladder goes on after a collapse (`surge sim` with rates of one's own). Absent: later stages are skipped. */
  readonly runEveryStage?: boolean;
}

export interface Submission {
  readonly language: 'python' | 'typescript';
  /** Path inside the program to text. The entry is main.py or main.ts (or the only file). */
  readonly files: Readonly<Record<string, string>>;
  readonly seed: number;
}
