'use client';

import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import type { RunState } from '../results/run-state.ts';
import type { LineMark } from './line-mark.ts';

/** The lines that the last run points at: where the program failed, and where its requests wait most. */
export function useLineMarks(state: RunState): readonly LineMark[] {
  const locale = useLocale();
  return useMemo(() => {
    const marks: LineMark[] = [];
    const { failure, report } = state;
    if (failure?.file && failure.line) marks.push({ file: failure.file, line: failure.line, kind: 'error', text: failure.message });
    for (const { fault } of report?.stages ?? []) {
      if (fault?.file && fault.line) marks.push({ file: fault.file, line: fault.line, kind: 'error', text: fault.message });
    }
    for (const entry of report?.diagnosis ?? []) {
      if (entry.file && entry.line) marks.push({ file: entry.file, line: entry.line, kind: 'cause', text: entry.text[locale] });
    }
    // One mark a line, the most serious first.
    return marks.filter((mark, index) => marks.findIndex((other) => other.file === mark.file && other.line === mark.line) === index);
  }, [state, locale]);
}
