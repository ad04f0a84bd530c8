// Export, import and deletion over the storages of this browser.
import type { RunStore } from '../runs/run-store.ts';
import { DATA_PREFIX, type DataContent, writeDataFile } from './data-file.ts';
import { type Brought, mergeEntries, NOTHING_BROUGHT } from './merge-data.ts';

export function entriesOf(storage: Pick<Storage, 'length' | 'key' | 'getItem'>): Record<string, string> {
  const entries: Record<string, string> = {};
  for (let index = 0; index < storage.length; index++) {
    const key = storage.key(index);
    const value = key?.startsWith(DATA_PREFIX) ? storage.getItem(key) : null;
    if (key !== null && value !== null) entries[key] = value;
  }
  return entries;
}

export async function exportAll(storage: Storage, store: RunStore, nowMs: number): Promise<string[]> {
  return writeDataFile(entriesOf(storage), await store.runs(), (id) => store.report(id), nowMs);
}

export interface Imported {
  readonly brought: Readonly<Brought>;
  /** The browser would not keep all of it. */
  readonly cutShort: boolean;
}

export async function importAll(
  content: DataContent,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  store: RunStore,
  nowMs: number,
): Promise<Imported> {
  const brought = { ...NOTHING_BROUGHT };
  let cutShort = false;
  try {
    mergeEntries(storage, content.entries, brought, nowMs);
  } catch {
    cutShort = true;
  }
  const known = new Set((await store.runs()).map((run) => run.id));
  const fresh = content.runs.filter((run) => !known.has(run.id));
  const kept = await store.addAll(fresh.map((run) => ({ run, report: content.reports.get(run.id) ?? null })));
  brought.runs = fresh.length;
  return { brought, cutShort: cutShort || !kept };
}

export async function deleteAll(storage: Pick<Storage, 'length' | 'key' | 'getItem' | 'removeItem'>, store: RunStore): Promise<void> {
  for (const key of Object.keys(entriesOf(storage))) storage.removeItem(key);
  await store.clear();
}
