import { describe, expect, it } from 'vitest';
import { DEFAULT_LAYOUT, readLayout, writeLayout } from './pane.ts';

describe('the layout cookie', () => {
  it('gives back the widths that were written', () => {
    expect(readLayout(writeLayout({ brief: 20, code: 45.5, results: 34.5 }))).toEqual({ brief: 20, code: 45.5, results: 34.5 });
  });

  it('is ignored when it makes no sense', () => {
    for (const cookie of [undefined, '', '1-2', '10-10-10', 'a-b-c', '0-50-50']) expect(readLayout(cookie)).toEqual(DEFAULT_LAYOUT);
  });
});
