'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { PROGRAM_LANGUAGES } from '../language/program-language.ts';
import { type Best, bestKey, browserStorage, parseBest } from '../workbench/draft-store.ts';

function subscribe(onChange: () => void): () => void {
  window.addEventListener('storage', onChange);
  return () => window.removeEventListener('storage', onChange);
}

/** The best result of each challenge in this browser, in whichever language; undefined until the browser has been asked. */
export function useBests(challenges: readonly string[]): ReadonlyMap<string, Best> | undefined {
  // One text for all: React compares what it is given by identity.
  const texts = useSyncExternalStore<string | undefined>(
    subscribe,
    () =>
      JSON.stringify(
        challenges.map((challenge) => PROGRAM_LANGUAGES.map((language) => browserStorage().getItem(bestKey({ challenge, language })))),
      ),
    () => undefined,
  );
  return useMemo(() => {
    if (texts === undefined) return undefined;
    const stored = JSON.parse(texts) as (string | null)[][];
    const bests = new Map<string, Best>();
    for (const [index, challenge] of challenges.entries()) {
      for (const text of stored[index] ?? []) {
        const best = parseBest(text);
        if (best && best.survivedRps >= (bests.get(challenge)?.survivedRps ?? 0)) bests.set(challenge, best);
      }
    }
    return bests;
  }, [texts, challenges]);
}

/** The same of one challenge: null when there is none. */
export function useBest(challenge: string): Best | null | undefined {
  const challenges = useMemo(() => [challenge], [challenge]);
  const bests = useBests(challenges);
  return bests && (bests.get(challenge) ?? null);
}
