'use client';

import { useLocale } from 'next-intl';
import { useCallback } from 'react';
import { languageTag } from '../shell/locale.ts';

/** Formats a moment in the reader's language and time zone; the day only when it is not today. For use in the browser only. */
export function useClock(): (atMs: number) => string {
  const tag = languageTag(useLocale());
  return useCallback(
    (atMs) => {
      const at = new Date(atMs);
      const today = at.toDateString() === new Date().toDateString();
      const day: Intl.DateTimeFormatOptions = today ? {} : { month: 'short', day: 'numeric' };
      return new Intl.DateTimeFormat(tag, { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
    },
    [tag],
  );
}
