// Rounding and wording of figures. Reports must be byte for byte the same everywhere, so every number that enters one is
// finite and has a fixed number of significant digits; texts use short forms without the host's locale.

/** The figure with `digits` significant digits; 0 for what is not finite. */
export function roundFigure(value: number, digits = 5): number {
  if (!Number.isFinite(value) || value === 0) return 0;
  return Number(value.toPrecision(digits));
}

export function roundSeries(values: readonly number[], factor = 1): number[] {
  return values.map((value) => roundFigure(value * factor, 4));
}

/** 61234 -> "61.2k", 950 -> "950". */
export function wordRate(perSecond: number): string {
  return perSecond >= 1000 ? `${roundFigure(perSecond / 1000, 3)}k` : `${roundFigure(perSecond, 3)}`;
}

/** 384.2 -> "384 ms", 0.42 -> "420 µs". */
export function wordMs(ms: number): string {
  if (ms === 0) return '0 ms';
  if (ms < 0.95) return `${roundFigure(ms * 1000, 3)} µs`;
  return ms >= 9_995 ? `${roundFigure(ms / 1000, 3)} s` : `${roundFigure(ms, 3)} ms`;
}

/** 0.824 -> "82 %"; the Chinese form has no space. */
export function wordShare(share: number): { readonly en: string; readonly zh: string } {
  const percent = share * 100;
  const digits =
    percent >= 9.95 ? Math.round(percent) : percent >= 0.095 ? Math.round(percent * 10) / 10 : percent > 0 ? roundFigure(percent, 1) : 0;
  return { en: `${digits} %`, zh: `${digits}%` };
}

/** 3 -> "3", 3.26 -> "3.3", 0.04 -> "0.04". */
export function wordCount(count: number): string {
  return `${count >= 99.5 ? Math.round(count) : roundFigure(count, 2)}`;
}

/** "1 call", "2 calls", "0.4 calls" or, of another noun with a plain plural, "1 statement". */
export function wordCalls(count: number, what = 'call'): string {
  const words = wordCount(count);
  return words === '1' ? `1 ${what}` : `${words} ${what}s`;
}

export const LINES_PER_FILE = 100_000;

export interface Place {
  readonly file: string | null;
  readonly line: number | null;
}

/** File and line of a `line` of the guest interface: file index * 100000 + line, 0 if unknown. */
export function placeOf(line: number, files: readonly string[]): Place {
  const number = line % LINES_PER_FILE;
  const file = files[Math.floor(line / LINES_PER_FILE)];
  return number > 0 && file !== undefined ? { file, line: number } : { file: null, line: null };
}

/** `line` of the guest interface for a place in a file; 0 if the file is not one of them. */
export function lineOf(file: string, line: number, files: readonly string[]): number {
  const index = files.indexOf(file);
  return index === -1 ? 0 : index * LINES_PER_FILE + line;
}

/** " at main.py line 31", "（main.py 第 31 行）" and, bare, "main.py 第 31 行"; nothing when the place is unknown. */
export function wordPlace(line: number, files: readonly string[]): { readonly en: string; readonly zh: string; readonly bareZh: string } {
  const place = placeOf(line, files);
  if (place.file === null) return { en: '', zh: '', bareZh: '' };
  const bareZh = `${place.file} 第 ${place.line} 行`;
  return { en: ` at ${place.file} line ${place.line}`, zh: `（${bareZh}）`, bareZh };
}
