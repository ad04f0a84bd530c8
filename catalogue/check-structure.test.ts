import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkStructure, checkTracks } from './check-structure.ts';
import { listSlugs } from './load.ts';

const REAL = fileURLToPath(new URL('../challenges', import.meta.url));
const BROKEN = fileURLToPath(new URL('./testing/challenges', import.meta.url));

describe('the structure check', () => {
  it.each(listSlugs(REAL))('finds nothing wrong with %s', (slug) => {
    expect(checkStructure(slug, REAL)).toEqual([]);
  });

  it('finds every challenge in a track', () => {
    expect(checkTracks(REAL)).toEqual([]);
  });

  it('sees everything that is wrong with a lopsided challenge', () => {
    expect(checkStructure('lopsided', BROKEN)).toEqual([
      'brief.zh.md: headings differ from brief.en.md: levels 1 instead of 1 2',
      'brief.zh.md: code block 1 differs from the one in brief.en.md',
      'brief.en.md: has 8 words, should have 100 to 300',
      'hints.zh.md: headings differ from hints.en.md: levels 1 2 instead of 1 2 2',
      'debrief.zh.md: is not written in Chinese',
      'questions.zh.md: has 1 code blocks, questions.en.md has 0',
      'hints.en.md: has 2 hints (a "## " line each), should have 4',
      'questions.en.md: "Why?" has 2 choices ("- [ ] ..."), should have at least 3',
      'questions.en.md: "Why?" does not say why (text after its choices)',
      'questions.en.md: "When?" has 2 right choices ("- [x] ..."), should have one',
      'hints.zh.md: has 1 hints (a "## " line each), should have 4',
      'questions.zh.md: "为什么？" has 2 choices ("- [ ] ..."), should have at least 3',
      'questions.zh.md: "什么时候？" has 2 right choices ("- [x] ..."), should have one',
      'questions.zh.md: "在哪里？" has other right choices than in questions.en.md, or in another order',
      'design.md: is missing',
      'python/reference.py: is missing',
      'python/traps/missing.py: is missing',
      'python/answers/absent.py: is missing',
      'python/traps/undeclared.py: is not in "traps" of challenge.json',
      'hidden.json: is missing',
      'challenge.json: expected[0].request: world.json has no such request',
    ]);
  });

  it('misses a challenge in no track, a topic without a name and a prerequisite that is not there', () => {
    expect(checkTracks(BROKEN)).toEqual([
      'lopsided/challenge.json: prerequisites: there is no challenge nowhere',
      'lopsided/challenge.json: topics: canary has no name in topics.json',
      'tracks.json: lopsided is in no track',
    ]);
  });

  it('names a challenge that is not there', () => {
    expect(checkStructure('nothing', BROKEN)).toEqual(['challenge.json: is missing']);
  });
});
