'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ProgramLanguage } from '../language/program-language.ts';
import {
  browserStorage,
  type Draft,
  DraftStore,
  draftKey,
  type Files,
  parseDraft,
  type SaveResult,
  sameFiles,
  type Version,
  versionsKey,
} from './draft-store.ts';
import { ENTRY_FILES, removeFile, renameFile } from './program-files.ts';

/** After the last key; and at most this long after the first unsaved one. Together they keep the promise of one second. */
const SAVE_AFTER_MS = 300;
const SAVE_WITHIN_MS = 800;

export type SaveState = SaveResult | 'saving' | 'untouched';

/** What was just replaced, so that it can be brought back with one click. */
export interface Replaced {
  readonly kind: 'reset' | 'restored' | 'deleted';
  readonly files: Files;
  readonly active: string;
  /** File deleted, when the kind is "deleted". */
  readonly file: string;
  /** When the restored version was saved, when the kind is "restored". */
  readonly versionAtMs: number;
}

export interface DraftControls {
  readonly language: ProgramLanguage;
  /** False until the browser's storage has been read. */
  readonly ready: boolean;
  readonly files: Files;
  readonly active: string;
  readonly hints: number;
  readonly save: { readonly state: SaveState; readonly atMs: number };
  readonly versions: readonly Version[];
  /** Another tab's text that differs from this one. */
  readonly foreign: Draft | null;
  readonly replaced: Replaced | null;
  /** How often the whole program was replaced: what was said about its lines before holds no longer. */
  readonly replacements: number;
  open(name: string): void;
  edit(name: string, text: string): void;
  add(name: string): void;
  rename(from: string, to: string): void;
  remove(name: string): void;
  reset(): void;
  restore(version: Version): void;
  undo(): void;
  dismissReplaced(): void;
  takeForeign(): void;
  keepMine(): void;
  revealHint(): void;
  /** Keeps the program as it is now as a version; its id takes the result later. */
  keepRun(): string;
  setSurvived(versionId: string, survivedRps: number, score: number): void;
  /** Keeps what is not kept yet; false when the browser does not. */
  saveNow(): boolean;
}

interface Content {
  readonly files: Files;
  readonly active: string;
  readonly hints: number;
}

export function useDraft(challenge: string, language: ProgramLanguage, starter: Files, interview?: string): DraftControls {
  const entry = ENTRY_FILES[language];
  const [content, setContent] = useState<Content>({ files: starter, active: entry, hints: 0 });
  const [ready, setReady] = useState(false);
  const [save, setSave] = useState<DraftControls['save']>({ state: 'untouched', atMs: 0 });
  const [versions, setVersions] = useState<readonly Version[]>([]);
  const [foreign, setForeign] = useState<Draft | null>(null);
  const [replaced, setReplaced] = useState<Replaced | null>(null);
  const [replacements, setReplacements] = useState(0);
  const key = useMemo(() => ({ challenge, language, interview }), [challenge, language, interview]);
  const store = useRef<DraftStore | null>(null);
  // The newest content, for writers that run outside of React: timers, pagehide, the run.
  const latest = useRef(content);
  const kept = useRef(true);
  const unsaved = useRef<{ timer: ReturnType<typeof setTimeout>; sinceMs: number } | null>(null);

  const flush = useCallback(() => {
    if (!unsaved.current || !store.current) return;
    clearTimeout(unsaved.current.timer);
    unsaved.current = null;
    const atMs = Date.now();
    const { files, hints } = latest.current;
    const state = store.current.save({ files, hints }, atMs);
    kept.current = state === 'saved';
    setSave({ state, atMs });
    setVersions(store.current.versions());
  }, []);

  const change = useCallback(
    (next: Content) => {
      latest.current = next;
      setContent(next);
      const nowMs = Date.now();
      const sinceMs = unsaved.current?.sinceMs ?? nowMs;
      if (unsaved.current) clearTimeout(unsaved.current.timer);
      const delayMs = Math.max(0, Math.min(SAVE_AFTER_MS, sinceMs + SAVE_WITHIN_MS - nowMs));
      unsaved.current = { timer: setTimeout(flush, delayMs), sinceMs };
      setSave((before) => (before.state === 'quota' || before.state === 'blocked' ? before : { ...before, state: 'saving' }));
    },
    [flush],
  );

  useEffect(() => {
    const tab = Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join('');
    const own = new DraftStore(browserStorage(), key, tab);
    store.current = own;
    const draft = own.load();
    if (draft && entry in draft.files) {
      latest.current = { files: draft.files, active: entry, hints: draft.hints };
      setContent(latest.current);
      setSave({ state: 'saved', atMs: draft.savedAtMs });
    }
    setVersions(own.versions());
    setReady(true);

    const onStorage = (event: StorageEvent) => {
      if (event.key === versionsKey(key)) setVersions(own.versions());
      if (event.key !== draftKey(key)) return;
      const theirs = parseDraft(event.newValue);
      setForeign(theirs && !sameFiles(theirs.files, latest.current.files) ? theirs : null);
    };
    const onHide = () => flush();
    const onVisibility = () => document.visibilityState === 'hidden' && flush();
    window.addEventListener('storage', onStorage);
    window.addEventListener('pagehide', onHide);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      flush();
      window.removeEventListener('storage', onStorage);
      window.removeEventListener('pagehide', onHide);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [key, entry, flush]);

  // Leaving with something that could not be kept is asked about by the browser.
  const failed = save.state === 'quota' || save.state === 'blocked';
  useEffect(() => {
    if (!failed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [failed]);

  const actions = useMemo(() => {
    const replaceAll = (files: Files, reason: 'reset' | 'restore' | 'delete', note: Pick<Replaced, 'kind' | 'file' | 'versionAtMs'>) => {
      const before = latest.current;
      store.current?.addVersion({ reason, files: before.files }, Date.now());
      change({ ...before, files, active: before.active in files ? before.active : entry });
      setReplaced({ ...note, files: before.files, active: before.active });
      setReplacements((count) => count + 1);
      flush();
    };
    return {
      open: (name: string) => {
        latest.current = { ...latest.current, active: name };
        setContent(latest.current);
      },
      edit: (name: string, text: string) => {
        if (latest.current.files[name] === text) return;
        change({ ...latest.current, files: { ...latest.current.files, [name]: text } });
      },
      add: (name: string) => change({ ...latest.current, files: { ...latest.current.files, [name]: '' }, active: name }),
      rename: (from: string, to: string) => change({ ...latest.current, files: renameFile(latest.current.files, from, to), active: to }),
      remove: (name: string) =>
        replaceAll(removeFile(latest.current.files, name), 'delete', { kind: 'deleted', file: name, versionAtMs: 0 }),
      reset: () => replaceAll(starter, 'reset', { kind: 'reset', file: '', versionAtMs: 0 }),
      restore: (version: Version) => replaceAll(version.files, 'restore', { kind: 'restored', file: '', versionAtMs: version.savedAtMs }),
      dismissReplaced: () => setReplaced(null),
      takeForeign: () => {
        const theirs = store.current?.load();
        if (theirs) replaceAll(theirs.files, 'restore', { kind: 'restored', file: '', versionAtMs: theirs.savedAtMs });
        setForeign(null);
      },
      keepMine: () => {
        change(latest.current);
        flush();
        setForeign(null);
      },
      revealHint: () => change({ ...latest.current, hints: latest.current.hints + 1 }),
      keepRun: () => {
        flush();
        setReplaced(null);
        const id = store.current?.addVersion({ reason: 'run', files: latest.current.files }, Date.now()) ?? '';
        setVersions(store.current?.versions() ?? []);
        return id;
      },
      saveNow: () => {
        flush();
        return kept.current;
      },
      setSurvived: (versionId: string, survivedRps: number, score: number) => {
        store.current?.setSurvived(versionId, survivedRps);
        store.current?.offerBest({ survivedRps, score, reachedAtMs: Date.now() });
        setVersions(store.current?.versions() ?? []);
      },
    };
  }, [change, flush, starter, entry]);

  const undo = useCallback(() => {
    if (!replaced) return;
    change({ ...latest.current, files: replaced.files, active: replaced.active });
    setReplaced(null);
    setReplacements((count) => count + 1);
    flush();
  }, [replaced, change, flush]);

  return { language, ready, ...content, save, versions, foreign, replaced, replacements, undo, ...actions };
}
