// The frames of the flame graph, out of a report: where each lies, and what it stands for. Pure.
import { CALL_KINDS, type CallKind, type CallReport } from '#judge/call-report.ts';

export interface Flame {
  readonly index: number;
  readonly kind: CallKind;
  /** Null: the top of a module, or what has its own word. */
  readonly name: string | null;
  /** Null: nowhere in the program. */
  readonly file: string | null;
  readonly line: number;
  readonly depth: number;
  /** -1: the first frame. */
  readonly above: number;
  readonly below: readonly number[];
  /** With all that is below. */
  readonly us: number;
  readonly blockedUs: number;
  /** Left edge and width, as parts of the first frame. */
  readonly from: number;
  readonly width: number;
}

export function flamesOf(calls: CallReport): Flame[] {
  const count = calls.above.length;
  const blocked = [...calls.blockedUs];
  const us = calls.cpuUs.map((own, at) => own + (blocked[at] as number));
  const below: number[][] = calls.above.map(() => []);
  // Those above come before those below.
  for (let at = count - 1; at > 0; at--) {
    const above = calls.above[at] as number;
    us[above] = (us[above] as number) + (us[at] as number);
    blocked[above] = (blocked[above] as number) + (blocked[at] as number);
    below[above]?.unshift(at);
  }
  const whole = us[0] || 1;
  const flames: Flame[] = [];
  /** Where the next frame under a frame begins. */
  const next: number[] = [];
  for (let at = 0; at < count; at++) {
    const above = calls.above[at] as number;
    const from = above < 0 ? 0 : (next[above] as number);
    const width = (us[at] as number) / whole;
    next[at] = from;
    if (above >= 0) next[above] = from + width;
    const name = calls.name[at] as number;
    const file = calls.file[at] as number;
    flames.push({
      index: at,
      kind: CALL_KINDS[calls.kind[at] as number] ?? 'elsewhere',
      name: calls.names[name] ?? null,
      file: calls.files[file] ?? null,
      line: calls.line[at] as number,
      depth: above < 0 ? 0 : (flames[above] as Flame).depth + 1,
      above,
      below: below[at] as number[],
      us: us[at] as number,
      blockedUs: blocked[at] as number,
      from,
      width,
    });
  }
  return flames;
}

export interface Placed {
  readonly flame: Flame;
  /** Parts of the whole width, 0 to 1. */
  readonly left: number;
  readonly width: number;
  /** Above the one that is looked into. */
  readonly passed: boolean;
}

/** What is seen of the frames while one of them is looked into: those above it over the whole width, and what is below. */
export function placeFlames(flames: readonly Flame[], into: Flame, pixels: number): Placed[] {
  const path = new Set<number>();
  for (let at: Flame | undefined = into; at; at = flames[at.above]) path.add(at.index);
  const seen = new Set<number>();
  const placed: Placed[] = [];
  for (const flame of flames) {
    const passed = path.has(flame.index);
    const inside = passed || seen.has(flame.above);
    if (!inside) continue;
    if (flame.index === into.index || !passed) seen.add(flame.index);
    const left = passed ? 0 : (flame.from - into.from) / into.width;
    const width = passed ? 1 : flame.width / into.width;
    if (width * pixels < LEAST_PX) continue;
    placed.push({ flame, left, width, passed: passed && flame.index !== into.index });
  }
  return placed;
}
/** Less is not worth a frame. */
const LEAST_PX = 1;

/** The frame that a key leads to. */
export function stepFrom(placed: readonly Placed[], at: Flame, key: string): Flame | null {
  const seen = placed.map(({ flame }) => flame);
  const isSeen = (index: number) => seen.find((flame) => flame.index === index) ?? null;
  if (key === 'ArrowUp') return isSeen(at.above);
  if (key === 'ArrowDown') return seen.find(({ above }) => above === at.index) ?? null;
  const row = seen.filter(({ depth }) => depth === at.depth).sort((a, b) => a.from - b.from);
  const place = row.findIndex(({ index }) => index === at.index);
  if (key === 'ArrowLeft') return row[place - 1] ?? null;
  if (key === 'ArrowRight') return row[place + 1] ?? null;
  if (key === 'Home') return seen[0] ?? null;
  return null;
}
