// The console as it is shown: lines that repeat are one line with a count, and places in tracebacks can be followed.
import type { Report } from '#judge/report.ts';

export type ConsoleLine = Report['console'][number];

export interface ConsoleGroup {
  readonly line: ConsoleLine;
  readonly times: number;
}

/** The same text at the same level, right after each other, from whichever worker. */
export function groupLines(lines: readonly ConsoleLine[]): ConsoleGroup[] {
  const groups: { line: ConsoleLine; times: number }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last !== undefined && last.line.text === line.text && last.line.level === line.level) last.times += 1;
    else groups.push({ line, times: 1 });
  }
  return groups;
}

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'place'; readonly text: string; readonly file: string; readonly line: number };

/** Splits a text at `File "main.py", line 31`, the way Python names a place. */
export function splitPlaces(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/File "([^"<>\n]+)", line (\d+)/g)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push({ kind: 'place', text: match[0], file: match[1] ?? '', line: Number(match[2]) });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** The frames of a traceback, and the error that ends it, which may take several lines; null for any other text. */
export function splitTraceback(text: string): { readonly frames: string; readonly error: string } | null {
  const lines = text.trimEnd().split('\n');
  const lastFrame = lines.findLastIndex((line) => line.startsWith('  '));
  if (!lines[0]?.startsWith('Traceback ') || lastFrame < 0) return null;
  return { frames: `${lines.slice(0, lastFrame + 1).join('\n')}\n`, error: lines.slice(lastFrame + 1).join('\n') };
}
