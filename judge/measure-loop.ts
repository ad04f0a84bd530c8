// The recorded event loops as columns of a report.
import type { LoopLane, LoopSegment, StageRecording } from '#engine/stage.ts';
import { placeOf, roundFigure } from './figures.ts';
import type { LaneReport, LoopReport } from './loop-report.ts';

/** µs with one decimal. */
const toUs = (ns: number) => Math.round(ns / 100) / 10;

/** Numbers things as they are met first. */
class Table<Item> {
  readonly items: Item[] = [];
  readonly #numbers = new Map<string, number>();

  number(key: string, item: () => Item): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.items.length);
    return this.items.push(item()) - 1;
  }
}

export function measureLoop({ loop, windowStartNs }: StageRecording, files: readonly string[]): LoopReport {
  const places = new Table<LoopReport['places'][number]>();
  const holds = new Table<LoopReport['holds'][number]>();
  const placeNumber = ({ line }: LoopSegment) => (line > 0 ? places.number(String(line), () => placeOf(line, files)) : -1);
  const holdNumber = ({ kind, what }: LoopSegment) =>
    kind === 'cpu' ? -1 : holds.number(`${kind} ${what}`, () => ({ kind, what: what || kind }));
  const since = (ns: number) => roundFigure((ns - windowStartNs) / 1e6, 8);
  const lanes = loop.lanes.map((lane) => measureLane(lane, loop.fromNs, placeNumber, holdNumber));
  const { largestLag } = loop;
  return {
    fromMs: since(loop.fromNs),
    toMs: since(loop.toNs),
    windowStartMs: roundFigure(windowStartNs / 1e6, 8),
    largestLag: largestLag && { worker: largestLag.worker, atMs: since(largestLag.atNs), lagMs: roundFigure(largestLag.lagNs / 1e6) },
    places: places.items,
    holds: holds.items,
    lanes,
  };
}

function measureLane(
  lane: LoopLane,
  fromNs: number,
  placeNumber: (segment: LoopSegment) => number,
  holdNumber: (segment: LoopSegment) => number,
): LaneReport {
  const segments: LaneReport['segments'] = { gapUs: [], us: [], request: [], place: [], hold: [] };
  const turns: LaneReport['turns'] = { gapUs: [], lagUs: [], ready: [], open: [], threads: [] };
  // Differences of rounded times, so that roundings do not add up.
  let atUs = 0;
  for (const segment of lane.segments) {
    const [beginUs, endUs] = [Math.max(0, toUs(segment.fromNs - fromNs)), toUs(segment.toNs - fromNs)];
    segments.gapUs.push(tenths(beginUs - atUs));
    segments.us.push(tenths(endUs - beginUs));
    segments.request.push(segment.request);
    segments.place.push(placeNumber(segment));
    segments.hold.push(holdNumber(segment));
    atUs = endUs;
  }
  atUs = 0;
  for (const turn of lane.turns) {
    const beginUs = toUs(turn.atNs - fromNs);
    turns.gapUs.push(tenths(beginUs - atUs));
    turns.lagUs.push(roundFigure(turn.lagNs / 1e3));
    turns.ready.push(turn.ready);
    turns.open.push(turn.open);
    turns.threads.push(turn.threads);
    atUs = beginUs;
  }
  return { worker: lane.worker, segments, turns };
}

const tenths = (us: number) => Math.round(us * 10) / 10;
