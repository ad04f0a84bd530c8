import { describe, expect, it } from 'vitest';
import { DraftStore, draftKey, VERSION_LIMIT } from './draft-store.ts';

const key = { challenge: 'n-plus-one', language: 'python' };

function memoryStorage(limitBytes = Number.POSITIVE_INFINITY) {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (name: string) => entries.get(name) ?? null,
    setItem(name: string, value: string) {
      const others = [...entries].reduce((sum, [other, text]) => sum + (other === name ? 0 : text.length), 0);
      if (others + value.length > limitBytes) throw new DOMException('full', 'QuotaExceededError');
      entries.set(name, value);
    },
  };
}
const draft = (text: string) => ({ files: { 'main.py': text }, hints: 0 });

describe('DraftStore', () => {
  it('gives back what was saved', () => {
    const storage = memoryStorage();
    expect(new DraftStore(storage, key, 'a').save(draft('one'), 1)).toBe('saved');
    expect(new DraftStore(storage, key, 'b').load()?.files).toEqual({ 'main.py': 'one' });
  });

  it('reads a damaged draft as none', () => {
    const storage = memoryStorage();
    storage.entries.set(draftKey(key), '{"files": 3');
    expect(new DraftStore(storage, key, 'a').load()).toBeNull();
  });

  it('keeps another tab’s text as a version before it writes its own', () => {
    const storage = memoryStorage();
    const mine = new DraftStore(storage, key, 'mine');
    mine.save(draft('start'), 1);
    new DraftStore(storage, key, 'theirs').save(draft('their text'), 2);
    mine.save(draft('my text'), 3);
    expect(mine.load()?.files['main.py']).toBe('my text');
    expect(mine.versions()[0]).toMatchObject({ reason: 'other-tab', files: { 'main.py': 'their text' } });
  });

  it('keeps only the newest text of a tab that writes on and on', () => {
    const storage = memoryStorage();
    const mine = new DraftStore(storage, key, 'mine');
    const theirs = new DraftStore(storage, key, 'theirs');
    for (let i = 0; i < 10; i++) {
      mine.save(draft(`mine ${i}`), 2 * i);
      theirs.save(draft(`theirs ${i}`), 2 * i + 1);
    }
    expect(mine.versions()).toHaveLength(2);
    mine.save(draft('last of mine'), 100);
    expect(mine.versions()[0]).toMatchObject({ reason: 'other-tab', files: { 'main.py': 'theirs 9' } });
  });

  it('keeps the last twenty versions, newest first, and the same text once', () => {
    const store = new DraftStore(memoryStorage(), key, 'a');
    for (let i = 0; i < 30; i++) store.addVersion({ reason: 'run', files: { 'main.py': `${i}` } }, i);
    store.addVersion({ reason: 'run', files: { 'main.py': '29' } }, 31);
    const versions = store.versions();
    expect(versions).toHaveLength(VERSION_LIMIT);
    expect(versions[0]).toMatchObject({ savedAtMs: 31, files: { 'main.py': '29' } });
    expect(versions[1]?.files['main.py']).toBe('28');
  });

  it('writes the result of a run to its version', () => {
    const store = new DraftStore(memoryStorage(), key, 'a');
    const id = store.addVersion({ reason: 'run', files: { 'main.py': 'x' } }, 1);
    store.setSurvived(id, 5000);
    expect(store.versions()[0]?.survivedRps).toBe(5000);
  });

  it('gives up old versions when the storage is full, and says so when that does not help', () => {
    const storage = memoryStorage(6000);
    const store = new DraftStore(storage, key, 'a');
    for (let i = 0; i < 8; i++) store.addVersion({ reason: 'run', files: { 'main.py': `${i}`.repeat(600) } }, i);
    expect(store.save(draft('y'.repeat(2000)), 9)).toBe('saved');
    expect(store.versions().length).toBeGreaterThan(0);
    expect(store.save(draft('z'.repeat(9000)), 10)).toBe('quota');
  });

  it('says when the browser refuses to store anything', () => {
    const refusing = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    };
    expect(new DraftStore(refusing, key, 'a').save(draft('x'), 1)).toBe('blocked');
  });

  it('keeps the best result, first by survived load and then by score', () => {
    const store = new DraftStore(memoryStorage(), key, 'a');
    store.offerBest({ survivedRps: 5000, score: 40, reachedAtMs: 1 });
    store.offerBest({ survivedRps: 2000, score: 90, reachedAtMs: 2 });
    store.offerBest({ survivedRps: 5000, score: 45, reachedAtMs: 3 });
    expect(store.best()).toEqual({ survivedRps: 5000, score: 45, reachedAtMs: 3 });
  });
});
