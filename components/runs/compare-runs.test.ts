import { describe, expect, it } from 'vitest';
import { REFERENCE_REPORT, STARTER_REPORT } from '../results/testing/fixture-report.ts';
import { diffPrograms } from './code-diff.ts';
import { defaultPair, highestOfBoth, pairRows } from './compare-runs.ts';
import { recordRun } from './run-record.ts';

const lines = (...texts: string[]) => `${texts.join('\n')}\n`;

describe('two runs on one chart', () => {
  const starter = recordRun(STARTER_REPORT, { id: 'a', atMs: 1, files: {} });
  const reference = recordRun(REFERENCE_REPORT, { id: 'b', atMs: 2, files: {} });

  it('have a row for every load that one of them met, without figures where a run did not come that far', () => {
    const rows = pairRows(starter, reference);
    expect(rows.map((row) => row.offered)).toEqual([2000, 5000, 10000, 20000, 50000, 100000]);
    expect(rows[1]).toMatchObject({ throughputA: 3100, throughputB: 5000, p99A: 1840, p99B: 53 });
    expect(rows[2]).toMatchObject({ throughputA: null, goodputA: null, p99A: null, throughputB: 10000 });
    expect(highestOfBoth(rows)?.offered).toBe(5000);
  });

  it('are the last and the one before, unless an earlier one is looked at', () => {
    const runs = ['1', '2', '3'].map((id) => ({ id }));
    const ids = (shown: string | null) => defaultPair(runs, shown)?.map(({ id }) => id);
    expect(ids(null)).toEqual(['2', '3']);
    expect(ids('2')).toEqual(['1', '2']);
    expect(ids('1')).toEqual(['1', '2']);
    expect(defaultPair([{ id: '1' }], null)).toBeNull();
  });
});

describe('what differs between two programs', () => {
  it('is said line by line, with the numbers of both', () => {
    const before = { 'main.py': lines('a', 'b', 'c', 'd', 'e', 'f'), 'same.py': 'x' };
    const after = { 'main.py': lines('a', 'b', 'c', 'd', 'E', 'f'), 'same.py': 'x' };
    const [file, ...rest] = diffPrograms(before, after);
    expect(rest).toEqual([]);
    expect(file).toMatchObject({ file: 'main.py', state: 'changed', added: 1, removed: 1 });
    expect(file?.pieces).toHaveLength(1);
    expect(file?.pieces[0]?.map(({ kind, text, before, after }) => [kind, text, before, after])).toEqual([
      ['same', 'b', 2, 2],
      ['same', 'c', 3, 3],
      ['same', 'd', 4, 4],
      ['removed', 'e', 5, null],
      ['added', 'E', null, 5],
      ['same', 'f', 6, 6],
    ]);
  });

  it('leaves out what lies far from every change', () => {
    const numbers = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
    const changed = numbers.map((line, index) => (index === 1 || index === 38 ? `${line}!` : line));
    const [file] = diffPrograms({ 'main.py': lines(...numbers) }, { 'main.py': lines(...changed) });
    expect(file?.pieces).toHaveLength(2);
    expect(file?.pieces[1]?.[0]).toMatchObject({ before: 36, after: 36 });
  });

  it('knows new files, and files that are gone; the entry comes first', () => {
    const diffs = diffPrograms({ 'main.py': 'a', 'old.py': 'x' }, { 'main.py': 'b', 'new.py': 'y\nz' });
    expect(diffs.map(({ file, state, added, removed }) => [file, state, added, removed])).toEqual([
      ['main.py', 'changed', 1, 1],
      ['new.py', 'added', 2, 0],
      ['old.py', 'removed', 0, 1],
    ]);
  });
});
