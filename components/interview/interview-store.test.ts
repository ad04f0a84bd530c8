import { describe, expect, it } from 'vitest';
import { pricePaid } from '#interview/hint-price.ts';
import { addEvent, type InterviewRecord, keepProgram } from '#interview/interview-record.ts';
import { interview, reportEnded } from '#interview/testing/fixture-interview.ts';
import { InterviewStore, interviewKey } from './interview-store.ts';

function memoryStorage(fail: () => DOMException | null = () => null) {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (name: string) => entries.get(name) ?? null,
    setItem(name: string, value: string) {
      const error = fail();
      if (error) throw error;
      entries.set(name, value);
    },
  };
}
const named = (id: string): InterviewRecord => ({ ...interview(), id });
const finish = (record: InterviewRecord) => addEvent(record, { type: 'finished', atMs: 5, how: 'time-up' });

describe('InterviewStore', () => {
  it('gives a record back as it was kept, with its runs', () => {
    const storage = memoryStorage();
    const store = new InterviewStore(storage);
    store.open(named('a'));
    store.update('a', (record) => addEvent(record, reportEnded('1')));
    expect(new InterviewStore(storage).get('a')).toEqual(addEvent(named('a'), reportEnded('1')));
  });

  it('has one interview under way for a challenge, and keeps the finished ones', () => {
    const store = new InterviewStore(memoryStorage());
    store.open(named('a'));
    expect(store.open(named('b')).record.id).toBe('a');
    store.update('a', finish);
    expect(store.active('n-plus-one')).toBeNull();
    expect(store.open(named('c')).record.id).toBe('c');
    expect(store.lastFinished('n-plus-one')?.id).toBe('a');
    expect(store.list('n-plus-one').map(({ id }) => id)).toEqual(['c', 'a']);
  });

  it('adds to what another tab has written', () => {
    const storage = memoryStorage();
    const [one, two] = [new InterviewStore(storage), new InterviewStore(storage)];
    one.open(named('a'));
    two.update('a', (record) => addEvent(record, { type: 'first-edit', atMs: 1 }));
    one.update('a', (record) => addEvent(record, { type: 'hint-shown', atMs: 2, number: 1, price: 3 }));
    const record = two.get('a');
    expect(record?.events.map(({ type }) => type)).toEqual(['first-edit', 'hint-shown']);
    expect(record && pricePaid(record)).toBe(3);
  });

  it('says that the storage is full or closed, and goes on for as long as the page lives', () => {
    let error: DOMException | null = null;
    const store = new InterviewStore(memoryStorage(() => error));
    error = new DOMException('full', 'QuotaExceededError');
    expect(store.open(named('a')).kept).toBe('quota');
    error = new DOMException('no', 'SecurityError');
    expect(store.update('a', finish)).toBe('blocked');
    expect(store.lastFinished('n-plus-one')?.id).toBe('a');
  });

  it('reads a damaged record as none', () => {
    const storage = memoryStorage();
    const store = new InterviewStore(storage);
    store.open(named('a'));
    storage.entries.set(interviewKey('a'), '{"id": 3');
    expect(store.get('a')).toBeNull();
    expect(store.active('n-plus-one')).toBeNull();
    expect(store.update('a', finish)).toBe('blocked');
  });

  it('keeps the same program once', () => {
    const [record, first] = keepProgram(interview(), { language: 'python', files: { 'main.py': 'x' } });
    const [again, second] = keepProgram(record, { language: 'python', files: { 'main.py': 'x' } });
    expect([second, again.programs.length]).toEqual([first, record.programs.length]);
  });
});
