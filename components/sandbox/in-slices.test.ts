import { describe, expect, it } from 'vitest';
import { runInSlices } from './in-slices.ts';

function* count(to: number): Generator<void, number> {
  for (let i = 0; i < to; i++) yield;
  return to;
}

describe('work in slices', () => {
  it('ends with its result when nobody asks for a run', async () => {
    expect(await runInSlices(count(1000), () => false)).toBe(1000);
  });

  it('is dropped when somebody does, however much is left', async () => {
    let asked = false;
    const work = runInSlices(count(Number.POSITIVE_INFINITY), () => asked);
    asked = true;
    expect(await work).toBeNull();
  });
});
