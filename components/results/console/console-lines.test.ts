import { describe, expect, it } from 'vitest';
import { STARTER_REPORT } from '../testing/fixture-report.ts';
import { groupLines, splitPlaces, splitTraceback } from './console-lines.ts';

describe('the console', () => {
  it('says repeated lines once, with a count', () => {
    expect(groupLines(STARTER_REPORT.console).map(({ line, times }) => [line.text.split('\n')[0], times])).toEqual([
      ['pool of 10 is open', 2],
      ['order 404 has no items', 1],
      ['Traceback (most recent call last):', 1],
      ['slow order', 3],
    ]);
  });

  it('does not join lines of different levels', () => {
    const line = { timeNs: 0, worker: 0, level: 'info', text: 'same' };
    expect(groupLines([line, { ...line, level: 'error' }, line])).toHaveLength(3);
  });

  it('finds the places in a traceback and keeps every character', () => {
    const text = STARTER_REPORT.console.find((line) => line.level === 'error')?.text ?? '';
    const parts = splitPlaces(text);
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.filter((part) => part.kind === 'place')).toEqual([
      { kind: 'place', text: 'File "main.py", line 36', file: 'main.py', line: 36 },
    ]);
  });

  it('leaves frames that are no file alone', () => {
    expect(splitPlaces('File "<string>", line 1').map((part) => part.kind)).toEqual(['text']);
    expect(splitPlaces('')).toEqual([]);
  });
});

describe('a traceback', () => {
  it('is split where its frames end and its error begins', () => {
    const frames = 'Traceback (most recent call last):\n  File "main.py", line 54, in read\n    call()\n    ~~~~^^\n';
    expect(splitTraceback(`${frames}HTTPStatusError: 500\nFor more information: x\n`)).toEqual({
      frames,
      error: 'HTTPStatusError: 500\nFor more information: x',
    });
  });

  it('is not any text of several lines', () => {
    expect(splitTraceback('one\n  two')).toBeNull();
    expect(splitTraceback('ValueError: x')).toBeNull();
  });
});
