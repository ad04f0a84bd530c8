// Brings a file's content into this browser. What is here stays: a text that would be replaced becomes a version first, the newer of
// two drafts is the draft, the first answer to a question counts, the better of two results is the best.
import { z } from 'zod';
import { Draft, type DraftKey, DraftStore, parseBest, sameFiles, VERSION_LIMIT, Version } from '../workbench/draft-store.ts';

export interface Brought {
  /** Drafts that were not here. */
  drafts: number;
  /** Drafts that differed: one of the two is the draft now, the other one a version. */
  draftsBeside: number;
  versions: number;
  bests: number;
  answers: number;
  interviews: number;
  settings: number;
  runs: number;
}
export const NOTHING_BROUGHT: Readonly<Brought> = {
  drafts: 0,
  draftsBeside: 0,
  versions: 0,
  bests: 0,
  answers: 0,
  interviews: 0,
  settings: 0,
  runs: 0,
};

type KeyValueStore = Pick<Storage, 'getItem' | 'setItem'>;
type Merge = (store: KeyValueStore, key: string, value: string, brought: Brought, nowMs: number) => void;

const Answers = z.record(z.string(), z.int());
const Ids = z.array(z.string());

function read<T>(text: string | null, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(text ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

/** "surge:draft:n-plus-one:python" -> the challenge and the language. */
function programOf(key: string): DraftKey {
  const [, , challenge = '', language = ''] = key.split(':');
  return { challenge, language };
}

const mergeDraft: Merge = (store, key, value, brought, nowMs) => {
  const theirs = read(value, Draft);
  if (!theirs) return;
  const mine = read(store.getItem(key), Draft);
  if (!mine) {
    store.setItem(key, value);
    brought.drafts += 1;
    return;
  }
  const hints = Math.max(theirs.hints, mine.hints);
  if (sameFiles(mine.files, theirs.files)) {
    if (hints > mine.hints) store.setItem(key, JSON.stringify({ ...mine, hints }));
    return;
  }
  const [newer, older] = theirs.savedAtMs > mine.savedAtMs ? [theirs, mine] : [mine, theirs];
  const program = programOf(key);
  const drafts = new DraftStore(store, program, 'import');
  const isKept = () => drafts.versions().some((version) => sameFiles(version.files, older.files));
  if (!isKept()) drafts.addVersion({ reason: 'import', files: older.files }, nowMs);
  // Nothing is overwritten that is not kept: without room for the version the draft stays.
  if (!isKept()) throw new DOMException('no room for a version', 'QuotaExceededError');
  store.setItem(key, JSON.stringify({ ...newer, hints }));
  brought.draftsBeside += 1;
};

const mergeVersions: Merge = (store, key, value, brought) => {
  const theirs = read(value, z.array(Version)) ?? [];
  const mine = read(store.getItem(key), z.array(Version)) ?? [];
  const fresh = theirs.filter((version) => !mine.some(({ id }) => id === version.id));
  if (fresh.length === 0) return;
  if (mine.length === 0) {
    store.setItem(key, value);
    brought.versions += theirs.length;
    return;
  }
  const all = [...mine, ...fresh].sort((a, b) => b.savedAtMs - a.savedAtMs).slice(0, VERSION_LIMIT);
  store.setItem(key, JSON.stringify(all));
  brought.versions += fresh.filter((version) => all.includes(version)).length;
};

const mergeBest: Merge = (store, key, value, brought) => {
  const theirs = parseBest(value);
  const before = store.getItem(key);
  if (theirs) new DraftStore(store, programOf(key), 'import').offerBest(theirs);
  if (store.getItem(key) !== before) brought.bests += 1;
};

const mergeAnswers: Merge = (store, key, value, brought) => {
  const theirs = read(value, Answers) ?? {};
  const mine = read(store.getItem(key), Answers) ?? {};
  const fresh = Object.keys(theirs).filter((question) => !(question in mine));
  if (fresh.length === 0) return;
  store.setItem(key, JSON.stringify({ ...theirs, ...mine }));
  brought.answers += fresh.length;
};

const mergeIds: Merge = (store, key, value) => {
  const mine = read(store.getItem(key), Ids) ?? [];
  const theirs = read(value, Ids) ?? [];
  store.setItem(key, JSON.stringify([...new Set([...mine, ...theirs])]));
};

const keepMine =
  (count: 'interviews' | 'settings'): Merge =>
  (store, key, value, brought) => {
    if (store.getItem(key) !== null) return;
    store.setItem(key, value);
    brought[count] += 1;
  };

/** In the order in which they are done: versions first, so that a draft's is the newest of them. */
const MERGES: readonly (readonly [string, Merge])[] = [
  ['surge:versions:', mergeVersions],
  ['surge:draft:', mergeDraft],
  ['surge:best:', mergeBest],
  ['surge:questions:', mergeAnswers],
  ['surge:interview:', keepMine('interviews')],
  ['surge:interviews:', mergeIds],
  ['surge:', keepMine('settings')],
];

/** Throws where the browser keeps nothing more; what was brought until then is in `brought`. */
export function mergeEntries(store: KeyValueStore, entries: Readonly<Record<string, string>>, brought: Brought, nowMs: number): void {
  const mergeOf = (key: string) => MERGES.findIndex(([prefix]) => key.startsWith(prefix));
  for (const [index, [, merge]] of MERGES.entries()) {
    for (const [key, value] of Object.entries(entries)) if (mergeOf(key) === index) merge(store, key, value, brought, nowMs);
  }
}
