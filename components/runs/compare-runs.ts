// Two runs on the same axes. Pure: figures of both at every load that one of them met.
import type { Run, StageFigures } from './run-record.ts';

export interface PairRow {
  readonly offered: number;
  /** Of the earlier run; null: it did not come that far. */
  readonly throughputA: number | null;
  readonly goodputA: number | null;
  readonly p99A: number | null;
  readonly throughputB: number | null;
  readonly goodputB: number | null;
  readonly p99B: number | null;
}

type Figured = Pick<Run, 'stages'>;

export function pairRows(a: Figured, b: Figured): PairRow[] {
  const loads = [...new Set([...a.stages, ...b.stages].map((stage) => stage.offeredRps))].sort((x, y) => x - y);
  const at = (run: Figured, offered: number) => run.stages.find((stage) => stage.offeredRps === offered);
  const figure = (stage: StageFigures | undefined, key: 'throughputRps' | 'goodputRps' | 'p99Ms') => stage?.[key] ?? null;
  return loads.map((offered) => {
    const [ofA, ofB] = [at(a, offered), at(b, offered)];
    return {
      offered,
      throughputA: figure(ofA, 'throughputRps'),
      goodputA: figure(ofA, 'goodputRps'),
      p99A: figure(ofA, 'p99Ms'),
      throughputB: figure(ofB, 'throughputRps'),
      goodputB: figure(ofB, 'goodputRps'),
      p99B: figure(ofB, 'p99Ms'),
    };
  });
}

/** The highest load that both met. */
export function highestOfBoth(rows: readonly PairRow[]): PairRow | null {
  return rows.findLast((row) => row.goodputA !== null && row.goodputB !== null) ?? null;
}

/** Which two to compare, unless others were chosen: the run that is looked at and the one before it. */
export function defaultPair<R extends Pick<Run, 'id'>>(runs: readonly R[], shownId: string | null): readonly [R, R] | null {
  const shown = shownId === null ? -1 : runs.findIndex((run) => run.id === shownId);
  const at = shown > 0 ? shown : shown === 0 ? 1 : runs.length - 1;
  const [before, now] = [runs[at - 1], runs[at]];
  return before && now ? [before, now] : null;
}
