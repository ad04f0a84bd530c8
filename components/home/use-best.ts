'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { type Best, bestKey, browserStorage, type DraftKey, parseBest } from '../workbench/draft-store.ts';

function subscribe(onChange: () => void): () => void {
  window.addEventListener('storage', onChange);
  return () => window.removeEventListener('storage', onChange);
}

/** The best result in this browser: undefined until it has been looked up, null when there is none. */
export function useBest({ challenge, language }: DraftKey): Best | null | undefined {
  const text = useSyncExternalStore<string | null | undefined>(
    subscribe,
    () => browserStorage().getItem(bestKey({ challenge, language })),
    () => undefined,
  );
  return useMemo(() => (text === undefined ? undefined : parseBest(text)), [text]);
}
