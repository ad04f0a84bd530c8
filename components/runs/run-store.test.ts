import { describe, expect, it } from 'vitest';
import { REFERENCE_REPORT, STARTER_REPORT } from '../results/testing/fixture-report.ts';
import { bestRun, recordRun } from './run-record.ts';
import { MemoryShelf, type RunShelf } from './run-shelf.ts';
import { REPORT_LIMIT, RunStore } from './run-store.ts';

const program = { challenge: 'n-plus-one', language: 'python' } as const;
const files = { 'main.py': 'app = 1\n' };
const starter = (id: string, atMs: number) => recordRun(STARTER_REPORT, { id, atMs, files });

function storeOn(shelf: RunShelf): RunStore {
  return new RunStore(async () => shelf);
}

/** Refuses to write while its storage is full or blocked; pruning reports makes room when `roomAfterPruning`. */
class StubbornShelf extends MemoryShelf {
  refusal: Error | null = null;
  roomAfterPruning = false;
  override async put(...args: Parameters<RunShelf['put']>) {
    if (this.refusal) throw this.refusal;
    return super.put(...args);
  }
  override async dropReports(ids: readonly string[]) {
    if (this.roomAfterPruning) this.refusal = null;
    return super.dropReports(ids);
  }
}
const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' });

describe('the record of a run', () => {
  it('holds the program and the figures of every stage that was run', () => {
    const run = starter('a', 5);
    expect(run).toMatchObject({ ...program, id: 'a', atMs: 5, files, survivedRps: 2000, score: 19, cause: 'pool-exhausted' });
    expect(run.stages.map((stage) => [stage.offeredRps, stage.passed])).toEqual([
      [2000, true],
      [5000, false],
    ]);
  });

  it('is compared by how far it got first, then by its score', () => {
    const far = recordRun(REFERENCE_REPORT, { id: 'far', atMs: 1, files });
    const tied = { ...starter('tied', 2), score: 40 };
    expect(bestRun([starter('a', 1), far, tied])?.id).toBe('far');
    expect(bestRun([starter('a', 1), tied])?.id).toBe('tied');
    expect(bestRun([])).toBeNull();
  });
});

describe('the memory of runs', () => {
  it('lists the runs of a program in their order, with numbers, and gives each report back', async () => {
    const store = storeOn(new MemoryShelf());
    await store.add(starter('second', 2), STARTER_REPORT);
    await store.add(starter('first', 1), REFERENCE_REPORT);
    await store.add({ ...starter('other', 3), language: 'typescript' }, null);
    const runs = await store.runs(program);
    expect(runs.map(({ id, number, hasReport }) => [id, number, hasReport])).toEqual([
      ['first', 1, true],
      ['second', 2, true],
    ]);
    expect((await store.runs()).map(({ id, number }) => [id, number])).toEqual([
      ['first', 1],
      ['second', 2],
      ['other', 1],
    ]);
    expect(await store.report('first')).toEqual(REFERENCE_REPORT);
    expect(await store.report('other')).toBeNull();
  });

  it('keeps a run once, however often it is added', async () => {
    const store = storeOn(new MemoryShelf());
    await store.add(starter('a', 1), STARTER_REPORT);
    await store.add(starter('a', 1), STARTER_REPORT);
    expect(await store.runs(program)).toHaveLength(1);
  });

  it('keeps every run, and the whole report of the last ones of each program', async () => {
    const store = storeOn(new MemoryShelf());
    await store.add({ ...starter('other', 0), language: 'typescript' }, STARTER_REPORT);
    for (let at = 1; at <= REPORT_LIMIT + 2; at++) await store.add(starter(`run ${at}`, at), STARTER_REPORT);
    const runs = await store.runs(program);
    expect(runs).toHaveLength(REPORT_LIMIT + 2);
    expect(runs.filter((run) => !run.hasReport).map((run) => run.number)).toEqual([1, 2]);
    expect(await store.report('run 1')).toBeNull();
    expect(await store.report('other')).not.toBeNull();
  });

  it('leaves out what is not a run, and a report of another form', async () => {
    const shelf = new MemoryShelf();
    await shelf.put({ ...program, id: 'broken' }, null);
    await shelf.put(starter('old', 1), { engineVersion: '0' });
    const store = storeOn(shelf);
    expect((await store.runs()).map((run) => run.id)).toEqual(['old']);
    expect(await store.report('old')).toBeNull();
  });

  it('works in memory where the browser gives no storage, and says so', async () => {
    const store = new RunStore(() => Promise.reject(new Error('denied')));
    await store.add(starter('a', 1), STARTER_REPORT);
    expect(store.trouble).toBe('blocked');
    expect(await store.runs(program)).toHaveLength(1);
    expect(await store.report('a')).toEqual(STARTER_REPORT);
  });

  it('makes room once when the storage is full', async () => {
    const shelf = new StubbornShelf();
    const store = storeOn(shelf);
    for (let at = 1; at <= 6; at++) await store.add(starter(`run ${at}`, at), STARTER_REPORT);
    Object.assign(shelf, { refusal: full, roomAfterPruning: true });
    await store.add(starter('run 7', 7), STARTER_REPORT);
    expect(store.trouble).toBeNull();
    expect((await store.runs(program)).filter((run) => run.hasReport).map((run) => run.number)).toEqual([4, 5, 6, 7]);
  });

  it('keeps a run in memory when there is no room, and says so', async () => {
    const shelf = new StubbornShelf();
    const store = storeOn(shelf);
    await store.add(starter('kept', 1), STARTER_REPORT);
    shelf.refusal = full;
    await store.add(starter('unkept', 2), STARTER_REPORT);
    expect(store.trouble).toBe('quota');
    expect((await store.runs(program)).map((run) => run.id)).toEqual(['kept', 'unkept']);
    expect(await store.report('unkept')).toEqual(STARTER_REPORT);
  });

  it('tells listeners of every change, and forgets everything when asked', async () => {
    const store = storeOn(new MemoryShelf());
    let changes = 0;
    store.subscribe(() => changes++);
    await store.add(starter('a', 1), STARTER_REPORT);
    await store.clear();
    expect(changes).toBe(2);
    expect(await store.runs()).toEqual([]);
    expect(await store.report('a')).toBeNull();
  });
});
