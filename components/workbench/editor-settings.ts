'use client';

// How a reader wants the editor, kept in the browser and the same in every tab.
import { useMemo, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { browserStorage } from './draft-store.ts';

const KEY = 'surge:editor';

export const EditorSettings = z.object({
  keys: z.enum(['standard', 'vim']).catch('standard'),
  /** The editor speaks to a screen reader without having to find out that there is one. */
  screenReader: z.boolean().catch(false),
});
export type EditorSettings = z.infer<typeof EditorSettings>;
export const DEFAULT_SETTINGS: EditorSettings = { keys: 'standard', screenReader: false };

/** Where the browser keeps nothing: for as long as the page lives. */
let unkept: string | null = null;
const listeners = new Set<() => void>();

const read = () => unkept ?? browserStorage().getItem(KEY);

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  window.addEventListener('storage', onChange);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener('storage', onChange);
  };
}

export function parseSettings(text: string | null): EditorSettings {
  try {
    return EditorSettings.safeParse(JSON.parse(text ?? '{}')).data ?? DEFAULT_SETTINGS;
  } catch {
    return DEFAULT_SETTINGS;
  }
}

export function useEditorSettings(): EditorSettings {
  const text = useSyncExternalStore<string | null>(subscribe, read, () => null);
  return useMemo(() => parseSettings(text), [text]);
}

export function changeSettings(change: Partial<EditorSettings>): void {
  const next = JSON.stringify({ ...parseSettings(read()), ...change });
  try {
    browserStorage().setItem(KEY, next);
    unkept = null;
  } catch {
    unkept = next;
  }
  for (const listener of listeners) listener();
}
