'use client';

// The page's one store of interviews, over the browser's storage, and how components see it change.
import { useMemo, useSyncExternalStore } from 'react';
import { InterviewRecord } from '#interview/interview-record.ts';
import { browserStorage, type SaveResult } from '../workbench/draft-store.ts';
import { InterviewStore } from './interview-store.ts';

let store: InterviewStore | null = null;
let trouble: Exclude<SaveResult, 'saved'> | null = null;
const listeners = new Set<() => void>();

export function interviews(): InterviewStore {
  store ??= new InterviewStore({
    getItem: (key) => browserStorage().getItem(key),
    setItem: (key, value) => browserStorage().setItem(key, value),
  });
  return store;
}

function changed(result: SaveResult): void {
  trouble = result === 'saved' ? null : result;
  for (const listener of listeners) listener();
}

export function openInBrowser(record: InterviewRecord): InterviewRecord {
  const { record: opened, kept } = interviews().open(record);
  changed(kept);
  return opened;
}

export function updateInterview(id: string, change: (record: InterviewRecord) => InterviewRecord): void {
  const before = interviews().text(id);
  const result = interviews().update(id, change);
  if (interviews().text(id) !== before || result !== 'saved') changed(result);
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  window.addEventListener('storage', onChange);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener('storage', onChange);
  };
}

/** Null: there is none, or the browser has not been asked yet. */
export function useInterview(id: string | null): InterviewRecord | null {
  const text = useSyncExternalStore<string | null>(
    subscribe,
    () => (id === null ? null : interviews().text(id)),
    () => null,
  );
  return useMemo(() => parse(text), [text]);
}

function parse(text: string | null): InterviewRecord | null {
  try {
    return InterviewRecord.safeParse(JSON.parse(text ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

/** Id of the newest interview that `matches`; undefined until the browser has been asked. */
export function useInterviewId(challenge: string, matches: (record: InterviewRecord) => boolean): string | null | undefined {
  return useSyncExternalStore<string | null | undefined>(
    subscribe,
    () => interviews().list(challenge).find(matches)?.id ?? null,
    () => undefined,
  );
}

/** Whether what happens is kept: null when it is. */
export function useInterviewTrouble(): Exclude<SaveResult, 'saved'> | null {
  return useSyncExternalStore(
    subscribe,
    () => trouble,
    () => null,
  );
}
