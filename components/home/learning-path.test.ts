import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from './catalogue-entry.ts';
import { heldStages, missingBefore, nextChallenge } from './learning-path.ts';

const entry = (slug: string, prerequisites: string[] = []): CatalogueEntry => ({
  slug,
  title: slug,
  level: 'easy',
  minutes: 10,
  prerequisites,
  goalRps: 100,
  ladderRps: [20, 50, 100],
});
const [first, second, third] = [entry('first'), entry('second', ['third']), entry('third')];
const tracks = [
  { id: 'a', title: 'A', entries: [first, second] },
  { id: 'b', title: 'B', entries: [third] },
];
const all = [first, second, third];
const bests = (survived: Readonly<Record<string, number>>) =>
  new Map(Object.entries(survived).map(([slug, survivedRps]) => [slug, { survivedRps }]));

describe('the learning path', () => {
  it('begins with the first challenge', () => {
    expect(nextChallenge(tracks, bests({}))).toBe('first');
  });

  it('stays at a challenge until its goal is reached', () => {
    expect(nextChallenge(tracks, bests({ first: 50 }))).toBe('first');
  });

  it('goes round a challenge that needs another one first', () => {
    expect(nextChallenge(tracks, bests({ first: 100 }))).toBe('third');
    expect(missingBefore(second, all, bests({ first: 100 })).map(({ slug }) => slug)).toEqual(['third']);
  });

  it('comes back to it afterwards', () => {
    expect(nextChallenge(tracks, bests({ first: 100, third: 100 }))).toBe('second');
  });

  it('ends when everything is reached', () => {
    expect(nextChallenge(tracks, bests({ first: 100, second: 100, third: 100 }))).toBeNull();
  });

  it('counts the stages that the best program held', () => {
    expect(heldStages(first, bests({ first: 50 }))).toBe(2);
    expect(heldStages(second, bests({ first: 50 }))).toBe(0);
  });
});
