// What a moment says in one line: what came, what was answered, who waits where. At fleet scale, like the picture.
import { measureTraffic, type SystemSource, type Traffic } from '../picture/system.ts';

export interface Line {
  readonly name: string;
  readonly kind: string;
  readonly queue: number;
}

export interface MomentReadout {
  readonly traffic: Traffic;
  /** Where most wait; null: hardly anyone does. Of the whole stage: the longest that it ever was. */
  readonly longest: Line | null;
}

/** Fewer on average than one in twenty: hardly anyone. */
const WORTH_NAMING = 0.05;

export function readMoment(source: SystemSource): MomentReadout {
  const { bucket, resources } = source;
  const lines = (resources ?? []).map(({ name, kind, maxQueue, series }) => ({
    name,
    kind,
    queue: bucket === null ? maxQueue : (series.queue[bucket] ?? 0),
  }));
  const longest = lines.reduce<Line | null>((most, line) => (line.queue >= Math.max(WORTH_NAMING, most?.queue ?? 0) ? line : most), null);
  return { traffic: measureTraffic(source), longest };
}

export interface QueueCourse {
  readonly name: string;
  readonly kind: string;
  /** Per 100 ms of the window. */
  readonly queue: readonly number[];
}

/** The resources with the longest lines, the longest first. */
export function longestQueues(resources: SystemSource['resources'], count: number): QueueCourse[] {
  return (resources ?? [])
    .map(({ name, kind, series }) => ({ name, kind, queue: series.queue, most: Math.max(0, ...series.queue) }))
    .filter(({ most }) => most >= WORTH_NAMING)
    .sort((a, b) => b.most - a.most)
    .slice(0, count)
    .map(({ name, kind, queue }) => ({ name, kind, queue }));
}
