// Figures as people read them: a unit, sensible digits, and a space that does not break. The words are the judge's own,
// so a figure in a sentence and the same figure in a table look the same.
import { wordCount, wordMs, wordRate, wordShare } from '#judge/figures.ts';

export type Locale = 'en' | 'zh';

const NBSP = '\u00a0';
const unbroken = (text: string) => text.replaceAll(' ', NBSP);

/** 61234 -> "61.2k". */
export function formatRate(perSecond: number): string {
  return wordRate(perSecond);
}

/** 61234 -> "61.2k rps". */
export function formatRps(perSecond: number): string {
  return `${wordRate(perSecond)}${NBSP}rps`;
}

/** 184.2 -> "184 ms", 0.42 -> "420 µs", 12400 -> "12.4 s"; what is less than a microsecond is not worth digits. */
export function formatMs(ms: number): string {
  if (ms > 0 && ms < 0.001) return `<1${NBSP}µs`;
  return unbroken(wordMs(ms));
}

/** 0.824 -> "82 %", in Chinese "82%". */
export function formatShare(share: number, locale: Locale): string {
  return unbroken(wordShare(share)[locale]);
}

/** Whole things and averages of them: 3 -> "3", 3.26 -> "3.3", 48210 -> "48.2k". */
export function formatQuantity(count: number): string {
  return count >= 999.5 ? wordRate(count) : wordCount(count);
}

/** A moment of virtual time: 2214500000 ns -> "2.215 s". */
export function formatMoment(timeNs: number): string {
  return `${(timeNs / 1e9).toFixed(3)}${NBSP}s`;
}

/** A label of an axis, where figures are round: 1000 -> "1 s", 400 -> "400 ms". */
export function formatTickMs(ms: number): string {
  return ms >= 1000 ? `${wordCount(ms / 1000)}${NBSP}s` : formatMs(ms);
}

/** A label of a time axis: 0.5 -> "0.5 s", 2 -> "2 s". */
export function formatTickSeconds(seconds: number): string {
  return `${Number(seconds.toFixed(1))}${NBSP}s`;
}

/** A moment that was chosen, from its milliseconds: 340 -> "0.34 s". */
export function formatInstant(ms: number): string {
  return `${(ms / 1000).toFixed(2)}${NBSP}s`;
}

/** The beginning of 100 ms: 1.3 -> "1.3 s". */
export function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(1)}${NBSP}s`;
}

/** 84.2 -> "84.2 MB", 0.0042 -> "4.2 KB". */
export function formatMemory(mb: number): string {
  return mb > 0 && mb < 0.1 ? `${wordCount(mb * 1000)}${NBSP}KB` : `${Number(mb.toPrecision(3))}${NBSP}MB`;
}

/** "main.py:31". */
export function formatPlace(file: string, line: number): string {
  return `${file}:${line}`;
}
