import { describe, expect, it } from 'vitest';
import { beginPractice, pausePractice, practiceRemainingMs, resumePractice } from './practice-time.ts';

describe('the clock of practice', () => {
  it('stands while it is paused and goes on where it stood', () => {
    const begun = beginPractice(600_000, 1_000);
    const paused = pausePractice(begun, 61_000);
    expect(practiceRemainingMs(paused, 9_999_999)).toBe(540_000);
    const again = resumePractice(paused, 1_000_000);
    expect(practiceRemainingMs(again, 1_030_000)).toBe(510_000);
    expect(practiceRemainingMs(resumePractice(again, 1_020_000), 1_030_000)).toBe(510_000);
  });

  it('ends at nothing', () => {
    expect(practiceRemainingMs(beginPractice(1_000, 0), 5_000)).toBe(0);
  });
});
