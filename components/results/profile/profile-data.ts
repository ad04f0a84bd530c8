// Rows of the profile, out of a report: by line, and by function. Pure.
import type { LoopReport, ProfileLine, ProfileReport } from '#judge/loop-report.ts';

export interface ProfileRow {
  readonly key: string;
  readonly file: string;
  /** Of a function: where it takes most. */
  readonly line: number;
  /** What stands there; of a function: null. */
  readonly text: string | null;
  /** Null: the top of the module. */
  readonly function: string | null;
  /** Lines that are counted together. */
  readonly lines: number;
  readonly cpuMs: number;
  readonly blockedMs: number;
  /** Shares of the longest row, 0 to 1. */
  readonly cpu: number;
  readonly blocked: number;
  /** Share of all CPU and blocking of the stage. */
  readonly share: number;
  /** It kept a loop. */
  readonly blocks: boolean;
  readonly waits: ProfileLine['waits'];
}

const WAITS_SHOWN = 2;

export function rowsByLine(profile: ProfileReport, loop: LoopReport | undefined): ProfileRow[] {
  const held = placesThatHeld(loop);
  const rows = profile.lines.map((line) => ({
    key: placeKey(line.file, line.line),
    lines: 1,
    blocks: line.blockedMs > 0 || held.has(placeKey(line.file, line.line)),
    ...line,
    waits: [...line.waits].sort((a, b) => waitOf(b) - waitOf(a)).slice(0, WAITS_SHOWN),
  }));
  return measure(rows, profile);
}

export function rowsByFunction(profile: ProfileReport, loop: LoopReport | undefined): ProfileRow[] {
  const functions = new Map<string, Omit<ProfileRow, 'cpu' | 'blocked' | 'share'>>();
  // Lines come with the longest first: a function's first line is where it takes most.
  for (const row of rowsByLine(profile, loop)) {
    const key = `${row.file} ${row.function ?? ''}`;
    const known = functions.get(key);
    functions.set(key, {
      ...(known ?? { ...row, key, text: null, waits: [] }),
      lines: (known?.lines ?? 0) + 1,
      cpuMs: (known?.cpuMs ?? 0) + row.cpuMs,
      blockedMs: (known?.blockedMs ?? 0) + row.blockedMs,
      blocks: (known?.blocks ?? false) || row.blocks,
    });
  }
  return measure([...functions.values()], profile);
}

function measure(rows: readonly Omit<ProfileRow, 'cpu' | 'blocked' | 'share'>[], profile: ProfileReport): ProfileRow[] {
  const whole = profile.cpuMs + profile.blockedMs;
  const longest = Math.max(...rows.map(({ cpuMs, blockedMs }) => cpuMs + blockedMs));
  const of = (part: number, all: number) => (all > 0 ? part / all : 0);
  return [...rows]
    .sort((a, b) => b.cpuMs + b.blockedMs - (a.cpuMs + a.blockedMs))
    .map((row) => ({
      ...row,
      cpu: of(row.cpuMs, longest),
      blocked: of(row.blockedMs, longest),
      share: of(row.cpuMs + row.blockedMs, whole),
    }));
}

export function waitOf({ queueMs, serviceMs }: ProfileLine['waits'][number]): number {
  return queueMs + serviceMs;
}

const placeKey = (file: string, line: number) => `${file}:${line}`;

function placesThatHeld(loop: LoopReport | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { segments } of loop?.lanes ?? []) {
    for (const [index, hold] of segments.hold.entries()) {
      const place = hold >= 0 ? loop?.places[segments.place[index] ?? -1] : undefined;
      if (place?.file && place.line !== null) found.add(placeKey(place.file, place.line));
    }
  }
  return found;
}

/** CPU of the program's own lines, listed or not. */
export function linesMs({ cpuMs, acceptMs, elsewhereMs }: ProfileReport): number {
  return Math.max(0, cpuMs - acceptMs - elsewhereMs);
}
