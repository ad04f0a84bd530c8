// What the user wrote, kept in the browser: the draft, its versions, the best result. Every write says whether it was kept;
// whatever is about to be overwritten by someone else's text is kept as a version first.
import { z } from 'zod';

export const VERSION_LIMIT = 20;

export const Files = z.record(z.string(), z.string());
export type Files = z.infer<typeof Files>;

export const Draft = z.object({ tab: z.string(), savedAtMs: z.number(), files: Files, hints: z.number().default(0) });
export type Draft = z.infer<typeof Draft>;

const VersionReason = z.enum(['run', 'reset', 'restore', 'other-tab', 'delete', 'import']);
export type VersionReason = z.infer<typeof VersionReason>;
export const Version = z.object({
  id: z.string(),
  savedAtMs: z.number(),
  reason: VersionReason,
  files: Files,
  /** Set when the run of this version has ended. */
  survivedRps: z.number().optional(),
  /** Whose text it is, when it is not this tab's. */
  tab: z.string().optional(),
});
export type Version = z.infer<typeof Version>;

export const Best = z.object({ survivedRps: z.number(), score: z.number(), reachedAtMs: z.number() });
export type Best = z.infer<typeof Best>;

export type SaveResult = 'saved' | 'quota' | 'blocked';

/** Where the draft of a challenge lives; versions and the best result have the same ending. */
export interface DraftKey {
  readonly challenge: string;
  readonly language: string;
  /** Id of the interview that it is written in: apart from practice. The best result is one for both. */
  readonly interview?: string | undefined;
}
const folderOf = ({ challenge, interview }: DraftKey) => (interview === undefined ? challenge : `${challenge}@${interview}`);
export const draftKey = (key: DraftKey) => `surge:draft:${folderOf(key)}:${key.language}`;
export const versionsKey = (key: DraftKey) => `surge:versions:${folderOf(key)}:${key.language}`;
export const bestKey = (key: DraftKey) => `surge:best:${key.challenge}:${key.language}`;

type KeyValueStore = Pick<Storage, 'getItem' | 'setItem'>;

function read<T>(store: KeyValueStore, key: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(store.getItem(key) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

function write(store: KeyValueStore, key: string, value: unknown): SaveResult {
  try {
    store.setItem(key, JSON.stringify(value));
    return 'saved';
  } catch (error) {
    return error instanceof Error && /quota/i.test(`${error.name} ${error.message}`) ? 'quota' : 'blocked';
  }
}

/** A draft as it stands in the storage, for the event that another tab's write sends. */
export function parseDraft(text: string | null): Draft | null {
  return read({ getItem: () => text, setItem: () => {} }, '', Draft);
}

export function parseBest(text: string | null): Best | null {
  return read({ getItem: () => text, setItem: () => {} }, '', Best);
}

export function sameFiles(a: Files, b: Files): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

export class DraftStore {
  private readonly store: KeyValueStore;
  private readonly key: DraftKey;
  private readonly tab: string;
  /** The last text that this tab has seen under the key, its own or another's. */
  private seen: Draft | null = null;
  private saves = 0;

  constructor(store: KeyValueStore, key: DraftKey, tab: string) {
    this.store = store;
    this.key = key;
    this.tab = tab;
  }

  load(): Draft | null {
    this.seen = read(this.store, draftKey(this.key), Draft);
    return this.seen;
  }

  /** The last write wins; another tab's text that this one has never seen becomes a version before. */
  save(draft: { readonly files: Files; readonly hints: number }, savedAtMs: number): SaveResult {
    const stored = read(this.store, draftKey(this.key), Draft);
    if (stored && stored.tab !== this.tab && stored.savedAtMs !== this.seen?.savedAtMs && !sameFiles(stored.files, draft.files)) {
      this.addVersion({ reason: 'other-tab', files: stored.files, tab: stored.tab }, stored.savedAtMs);
    }
    const next: Draft = { ...draft, tab: this.tab, savedAtMs };
    let result = write(this.store, draftKey(this.key), next);
    // The draft matters more than old versions: make room once.
    if (result === 'quota' && write(this.store, versionsKey(this.key), this.versions().slice(0, 3)) === 'saved') {
      result = write(this.store, draftKey(this.key), next);
    }
    if (result === 'saved') this.seen = next;
    return result;
  }

  versions(): Version[] {
    return read(this.store, versionsKey(this.key), z.array(Version)) ?? [];
  }

  /** Newest first. The same text twice in a row is one version; so is what one other tab keeps writing. */
  addVersion(version: Omit<Version, 'id' | 'savedAtMs'>, savedAtMs: number): string {
    const versions = this.versions();
    const id = `${savedAtMs}-${this.tab}-${this.saves++}`;
    const last = versions[0];
    const repeats = last !== undefined && last.survivedRps === undefined && sameFiles(last.files, version.files);
    const newest = versions.findIndex((entry) => entry.reason !== 'other-tab');
    const fromTabs = newest < 0 ? versions.length : newest;
    const kept = versions.filter(
      (entry, index) => !(repeats && index === 0) && !(version.reason === 'other-tab' && index < fromTabs && entry.tab === version.tab),
    );
    write(this.store, versionsKey(this.key), [{ ...version, id, savedAtMs }, ...kept].slice(0, VERSION_LIMIT));
    return id;
  }

  setSurvived(id: string, survivedRps: number): void {
    const versions = this.versions().map((version) => (version.id === id ? { ...version, survivedRps } : version));
    write(this.store, versionsKey(this.key), versions);
  }

  best(): Best | null {
    return read(this.store, bestKey(this.key), Best);
  }

  /** Keeps the better of the two: first by survived load, then by score. */
  offerBest(offer: Best): void {
    const best = this.best();
    const better = !best || offer.survivedRps > best.survivedRps || (offer.survivedRps === best.survivedRps && offer.score > best.score);
    if (better) write(this.store, bestKey(this.key), offer);
  }
}

/** The browser's storage, or one that refuses everything where the browser does not give any. */
export function browserStorage(): KeyValueStore {
  try {
    return window.localStorage;
  } catch (error) {
    return {
      getItem: () => null,
      setItem: () => {
        throw error;
      },
    };
  }
}
