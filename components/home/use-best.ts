'use client';

import { useMemo, useSyncExternalStore } from 'react';
import type { ProgramLanguage } from '../language/program-language.ts';
import { type Best, bestKey, browserStorage, parseBest } from '../workbench/draft-store.ts';

function subscribe(onChange: () => void): () => void {
  window.addEventListener('storage', onChange);
  return () => window.removeEventListener('storage', onChange);
}

function useBestIn(challenge: string, language: ProgramLanguage): Best | null | undefined {
  const text = useSyncExternalStore<string | null | undefined>(
    subscribe,
    () => browserStorage().getItem(bestKey({ challenge, language })),
    () => undefined,
  );
  return useMemo(() => (text === undefined ? undefined : parseBest(text)), [text]);
}

/** The best result in this browser, in whichever language: undefined until it has been looked up, null when there is none. */
export function useBest(challenge: string): Best | null | undefined {
  const [python, typescript] = [useBestIn(challenge, 'python'), useBestIn(challenge, 'typescript')];
  if (!python || !typescript) return python ?? typescript;
  return typescript.survivedRps > python.survivedRps ? typescript : python;
}
