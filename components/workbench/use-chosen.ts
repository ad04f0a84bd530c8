'use client';

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { browserStorage } from './draft-store.ts';

/** Index of the choice of each question, by the question's index. */
const Chosen = z.record(z.string(), z.int().min(0));
type Chosen = z.infer<typeof Chosen>;

const listeners = new Set<() => void>();

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  window.addEventListener('storage', onChange);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener('storage', onChange);
  };
}

function parse(text: string | null): Chosen {
  try {
    return Chosen.safeParse(JSON.parse(text ?? '{}')).data ?? {};
  } catch {
    return {};
  }
}

/** What was chosen for a challenge's questions, kept in the browser. Where it keeps nothing, for as long as the page lives. */
const unkept = new Map<string, string>();

export function useChosen(challenge: string): readonly [Chosen, (question: number, choice: number) => void] {
  const key = `surge:questions:${challenge}`;
  const text = useSyncExternalStore<string | null>(
    subscribe,
    () => unkept.get(key) ?? browserStorage().getItem(key),
    () => null,
  );
  const chosen = useMemo(() => parse(text), [text]);
  const choose = useCallback(
    (question: number, choice: number) => {
      const next = JSON.stringify({ ...parse(unkept.get(key) ?? browserStorage().getItem(key)), [question]: choice });
      try {
        browserStorage().setItem(key, next);
        unkept.delete(key);
      } catch {
        unkept.set(key, next);
      }
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [chosen, choose];
}
