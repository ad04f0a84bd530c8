// The recorded event loops as they are drawn: columns become stretches of time on one clock, µs since the recording's begin.
import type { LaneReport, LoopReport } from '#judge/loop-report.ts';

export type Place = LoopReport['places'][number];
export type Hold = LoopReport['holds'][number];

export interface Stretch {
  readonly fromUs: number;
  readonly toUs: number;
  /** 0: of none. */
  readonly request: number;
  /** Where it came to; null if unknown. */
  readonly place: Place | null;
  /** What kept the loop meanwhile. */
  readonly hold: Hold | null;
}

export interface Turn {
  readonly atUs: number;
  readonly lagUs: number;
  readonly ready: number;
  readonly open: number;
  readonly threads: number;
}

export interface Lane {
  readonly worker: number;
  readonly stretches: readonly Stretch[];
  readonly turns: readonly Turn[];
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  readonly totalUs: number;
  /** ms since the measured window began, of the recording's begin. */
  readonly fromMs: number;
  readonly mostReady: number;
  readonly mostThreads: number;
  /** Of the largest lag. */
  readonly lag: { readonly lane: number; readonly atUs: number; readonly lagMs: number } | null;
}

export function readLanes(report: LoopReport): Lanes {
  const lanes = report.lanes.map((lane) => ({
    worker: lane.worker,
    stretches: readStretches(lane, report),
    turns: readTurns(lane),
  }));
  const turns = lanes.flatMap((lane) => lane.turns);
  const { largestLag, fromMs, toMs } = report;
  return {
    lanes,
    totalUs: Math.max(1, (toMs - fromMs) * 1000),
    fromMs,
    mostReady: Math.max(0, ...turns.map(({ ready }) => ready)),
    mostThreads: Math.max(0, ...turns.map(({ threads }) => threads)),
    lag: largestLag && {
      lane: lanes.findIndex(({ worker }) => worker === largestLag.worker),
      atUs: (largestLag.atMs - fromMs) * 1000,
      lagMs: largestLag.lagMs,
    },
  };
}

function readStretches({ segments }: LaneReport, { places, holds }: LoopReport): Stretch[] {
  let atUs = 0;
  return segments.us.map((us, index) => {
    const fromUs = atUs + (segments.gapUs[index] ?? 0);
    atUs = fromUs + us;
    return {
      fromUs,
      toUs: atUs,
      request: segments.request[index] ?? 0,
      place: places[segments.place[index] ?? -1] ?? null,
      hold: holds[segments.hold[index] ?? -1] ?? null,
    };
  });
}

function readTurns({ turns }: LaneReport): Turn[] {
  let atUs = 0;
  return turns.ready.map((ready, index) => {
    atUs += turns.gapUs[index] ?? 0;
    return { atUs, ready, lagUs: turns.lagUs[index] ?? 0, open: turns.open[index] ?? 0, threads: turns.threads[index] ?? 0 };
  });
}

/** Index of the first stretch that ends after the moment; the number of stretches if there is none. */
export function firstAfter(stretches: readonly Stretch[], us: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as Stretch).toUs <= us) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the stretch at the moment, or of one within so many µs of it; -1: the worker was idle. */
export function stretchAt(stretches: readonly Stretch[], us: number, reachUs: number): number {
  const index = firstAfter(stretches, us);
  const distance = (at: number) => {
    const stretch = stretches[at];
    return stretch === undefined ? Number.POSITIVE_INFINITY : Math.max(stretch.fromUs - us, us - stretch.toUs, 0);
  };
  const nearest = distance(index - 1) < distance(index) ? index - 1 : index;
  return distance(nearest) <= reachUs ? nearest : -1;
}

/** The turn that was the latest to begin at the moment. */
export function turnAt(turns: readonly Turn[], us: number): Turn | null {
  let low = 0;
  let high = turns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((turns[middle] as Turn).atUs <= us) low = middle + 1;
    else high = middle;
  }
  return turns[low - 1] ?? null;
}

export interface At {
  readonly lane: number;
  readonly index: number;
}

/** The next stretch in any lane that kept its loop, after the one given; the first one at the end. */
export function nextHold(lanes: readonly Lane[], after: At | null): At | null {
  const holds = lanes
    .flatMap(({ stretches }, lane) => stretches.map((stretch, index) => ({ lane, index, stretch })))
    .filter(({ stretch }) => stretch.hold !== null)
    .sort((a, b) => a.stretch.fromUs - b.stretch.fromUs || a.lane - b.lane);
  const at = after === null ? -1 : holds.findIndex(({ lane, index }) => lane === after.lane && index === after.index);
  const current = after === null ? undefined : lanes[after.lane]?.stretches[after.index];
  const next = at >= 0 ? at + 1 : holds.findIndex(({ stretch }) => stretch.fromUs > (current?.fromUs ?? -1));
  const found = holds[next < holds.length && next >= 0 ? next : 0];
  return found ? { lane: found.lane, index: found.index } : null;
}

/** What kept the loop longest in the time that the latest turn had to wait; null: nothing by name. */
export function causeOfLag({ lanes, lag }: Lanes): Stretch | null {
  if (lag === null) return null;
  const fromUs = lag.atUs - lag.lagMs * 1000;
  const held = (lanes[lag.lane]?.stretches ?? []).filter(({ toUs, fromUs: from }) => toUs > fromUs && from < lag.atUs);
  const length = ({ fromUs: from, toUs }: Stretch) => toUs - from;
  const longest = [...held].sort((a, b) => Number(b.hold !== null) - Number(a.hold !== null) || length(b) - length(a))[0];
  return longest ?? null;
}

/** The longest stretches of all lanes, in the order of time. */
export function longestOf(lanes: readonly Lane[], count: number): (At & { readonly stretch: Stretch })[] {
  return lanes
    .flatMap(({ stretches }, lane) => stretches.map((stretch, index) => ({ lane, index, stretch })))
    .sort((a, b) => b.stretch.toUs - b.stretch.fromUs - (a.stretch.toUs - a.stretch.fromUs))
    .slice(0, count)
    .sort((a, b) => a.stretch.fromUs - b.stretch.fromUs || a.lane - b.lane);
}
