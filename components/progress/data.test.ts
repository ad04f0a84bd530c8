import { describe, expect, it } from 'vitest';
import { REFERENCE_REPORT, STARTER_REPORT } from '../results/testing/fixture-report.ts';
import { recordRun } from '../runs/run-record.ts';
import { MemoryShelf } from '../runs/run-shelf.ts';
import { RunStore } from '../runs/run-store.ts';
import { bestKey, DraftStore, draftKey, versionsKey } from '../workbench/draft-store.ts';
import { deleteAll, exportAll, importAll } from './browser-data.ts';
import { type DataContent, readDataFile } from './data-file.ts';

const key = { challenge: 'n-plus-one', language: 'python' };

class MemoryStorage {
  private readonly kept = new Map<string, string>();
  refuses = false;
  get length() {
    return this.kept.size;
  }
  key = (index: number) => [...this.kept.keys()][index] ?? null;
  getItem = (name: string) => this.kept.get(name) ?? null;
  setItem = (name: string, value: string) => {
    if (this.refuses) throw new DOMException('full', 'QuotaExceededError');
    this.kept.set(name, value);
  };
  removeItem = (name: string) => void this.kept.delete(name);
  clear = () => this.kept.clear();
}

function browser() {
  const storage = new MemoryStorage();
  const shelf = new MemoryShelf();
  const runs = new RunStore(async () => shelf);
  const drafts = (tab: string) => new DraftStore(storage, key, tab);
  return { storage, shelf, runs, drafts, code: () => drafts('x').load()?.files['main.py'] };
}
type Browser = ReturnType<typeof browser>;

async function exported({ storage, runs }: Browser): Promise<string> {
  return (await exportAll(storage, runs, 99)).join('');
}
function contentOf(text: string): DataContent {
  const result = readDataFile(text, 'en');
  if (!('content' in result)) throw new Error(JSON.stringify(result));
  return result.content;
}
const bring = async (from: Browser, to: Browser) => importAll(contentOf(await exported(from)), to.storage, to.runs, 100);

async function used(): Promise<Browser> {
  const one = browser();
  one.drafts('a').save({ files: { 'main.py': 'mine' }, hints: 2 }, 10);
  one.drafts('a').addVersion({ reason: 'run', files: { 'main.py': 'older' } }, 5);
  one.drafts('a').offerBest({ survivedRps: 5000, score: 30, reachedAtMs: 6 });
  one.storage.setItem('surge:questions:n-plus-one', '{"0":1}');
  one.storage.setItem('surge:interviews:n-plus-one', '["i1"]');
  one.storage.setItem('surge:interview:i1', '{"id":"i1","events":[]}');
  one.storage.setItem('surge:theme', 'dark');
  one.storage.setItem('somebody else', 'x');
  await one.runs.add(recordRun(STARTER_REPORT, { id: 'r1', atMs: 1, files: { 'main.py': 'older' } }), STARTER_REPORT);
  await one.runs.add(recordRun(REFERENCE_REPORT, { id: 'r2', atMs: 2, files: { 'main.py': 'mine' } }), null);
  return one;
}

describe('the file with all data', () => {
  it('brings everything into an empty browser, and nothing of anybody else', async () => {
    const one = await used();
    const two = browser();
    const { brought, cutShort } = await bring(one, two);
    expect(brought).toEqual({ drafts: 1, draftsBeside: 0, versions: 1, bests: 1, answers: 1, interviews: 1, settings: 1, runs: 2 });
    expect(cutShort).toBe(false);
    expect(two.code()).toBe('mine');
    expect(two.storage.getItem('somebody else')).toBeNull();
    expect(two.storage.getItem('surge:theme')).toBe('dark');
    expect(await two.runs.report('r1')).toEqual(STARTER_REPORT);
    const [again, first] = [JSON.parse(await exported(two)), JSON.parse(await exported(one))];
    expect(again.entries).toEqual(first.entries);
    expect(again.runs).toEqual(first.runs);
    expect(again.reports).toEqual(first.reports);
  });

  it('changes nothing the second time', async () => {
    const one = await used();
    const before = await exported(one);
    const { brought } = await bring(one, one);
    expect(Object.values(brought).every((count) => count === 0)).toBe(true);
    expect(await exported(one)).toBe(before);
  });

  it('makes the newer of two drafts the draft and keeps the other as a version', async () => {
    const one = await used();
    const older = browser();
    older.drafts('b').save({ files: { 'main.py': 'here, older' }, hints: 0 }, 9);
    expect((await bring(one, older)).brought.draftsBeside).toBe(1);
    expect(older.code()).toBe('mine');
    expect(older.drafts('x').load()?.hints).toBe(2);
    expect(older.drafts('x').versions()[0]).toMatchObject({ reason: 'import', files: { 'main.py': 'here, older' } });
    const newer = browser();
    newer.drafts('b').save({ files: { 'main.py': 'here, newer' }, hints: 0 }, 11);
    await bring(one, newer);
    expect(newer.code()).toBe('here, newer');
    expect(newer.drafts('x').versions()[0]).toMatchObject({ reason: 'import', files: { 'main.py': 'mine' } });
  });

  it('keeps the better result, the first answer, and the settings that are here', async () => {
    const one = await used();
    const two = browser();
    two.drafts('b').offerBest({ survivedRps: 10_000, score: 40, reachedAtMs: 1 });
    two.storage.setItem('surge:questions:n-plus-one', '{"0":3}');
    two.storage.setItem('surge:theme', 'light');
    two.storage.setItem('surge:interviews:n-plus-one', '["i0"]');
    await bring(one, two);
    expect(JSON.parse(two.storage.getItem(bestKey(key)) ?? '')).toMatchObject({ survivedRps: 10_000 });
    expect(two.storage.getItem('surge:questions:n-plus-one')).toBe('{"0":3}');
    expect(two.storage.getItem('surge:theme')).toBe('light');
    expect(two.storage.getItem('surge:interviews:n-plus-one')).toBe('["i0","i1"]');
  });

  it('overwrites no draft that it cannot keep as a version', async () => {
    const one = await used();
    const two = browser();
    two.drafts('b').save({ files: { 'main.py': 'here' }, hints: 0 }, 9);
    two.storage.refuses = true;
    expect((await bring(one, two)).cutShort).toBe(true);
    expect(two.code()).toBe('here');
  });
});

describe('a file that is not right', () => {
  const good = async () => JSON.parse(await exported(await used()));
  const problems = (json: unknown, locale: 'en' | 'zh' = 'en') => {
    const result = readDataFile(JSON.stringify(json), locale);
    return 'problems' in result ? result.problems : result;
  };

  it('is refused when it is no JSON, or not ours', () => {
    expect(readDataFile('{', 'en')).toEqual({ problem: 'not-json' });
    expect(readDataFile('{"name": "surge"}', 'en')).toEqual({ problem: 'not-ours' });
    expect(readDataFile('null', 'en')).toEqual({ problem: 'not-ours' });
  });

  it('is refused with the field that is wrong, in the language of the reader', async () => {
    const file = await good();
    file.runs[1].score = 'a lot';
    expect(problems(file)).toEqual([{ field: 'runs[1].score', message: 'Invalid input: expected number, received string' }]);
    expect(problems(file, 'zh')).toMatchObject([{ field: 'runs[1].score', message: expect.stringMatching(/无效/) }]);
    expect(problems({ ...(await good()), format: 2 })).toMatchObject([{ field: 'format' }]);
  });

  it('is refused when a text of the storage is not what its key says, or its key is not ours', async () => {
    const file = await good();
    file.entries[draftKey(key)] = '{"tab":"a","savedAtMs":"today","files":{}}';
    file.entries[versionsKey(key)] = 'not json';
    expect(problems(file)).toMatchObject([{ field: `entries.${draftKey(key)}.savedAtMs` }, { field: `entries.${versionsKey(key)}` }]);
    expect(problems({ ...(await good()), entries: { 'other:key': 'x' } })).toMatchObject([{ field: 'entries.other:key' }]);
  });

  it('leaves out reports of an older form, and keeps their runs', async () => {
    const file = await good();
    file.reports.r1 = { engineVersion: '0' };
    const content = contentOf(JSON.stringify(file));
    expect([content.oldReports, content.runs.length, content.reports.size]).toEqual([1, 2, 0]);
  });
});

describe('deleting everything', () => {
  it('leaves nothing of ours, and what belongs to others', async () => {
    const one = await used();
    await deleteAll(one.storage, one.runs);
    expect(one.storage.length).toBe(1);
    expect(await one.runs.runs()).toEqual([]);
  });
});
