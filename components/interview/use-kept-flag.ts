'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { browserStorage } from '../workbench/draft-store.ts';

const listeners = new Set<() => void>();
const unkept = new Map<string, boolean>();

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  window.addEventListener('storage', onChange);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener('storage', onChange);
  };
}

/** A choice of how the page looks, remembered by the browser where it remembers anything. */
export function useKeptFlag(key: string): readonly [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    subscribe,
    () => unkept.get(key) ?? browserStorage().getItem(key) === '1',
    () => false,
  );
  const set = useCallback(
    (next: boolean) => {
      try {
        browserStorage().setItem(key, next ? '1' : '0');
        unkept.delete(key);
      } catch {
        unkept.set(key, next);
      }
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [on, set];
}
