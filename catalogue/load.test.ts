import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listTraps, loadReference, loadTrap } from './answers.ts';
import { listChallenges, loadChallenge } from './load.ts';

const ROOT = fileURLToPath(new URL('../challenges', import.meta.url));

describe('loading challenges', () => {
  it('lists n-plus-one with a title in both languages', () => {
    const [first] = listChallenges(ROOT);
    expect(first).toMatchObject({ slug: 'n-plus-one', goalRps: 100_000, languages: ['python', 'typescript'] });
    expect(first?.title.en).not.toBe('');
    expect(first?.title.zh).toMatch(/\p{Script=Han}/u);
  });

  it('loads texts, starter and task', () => {
    const challenge = loadChallenge('n-plus-one', ROOT);
    expect(Object.keys(challenge.starters)).toEqual(['python', 'typescript']);
    expect(Object.keys(challenge.starters.python ?? {})).toEqual(['main.py']);
    expect(Object.keys(challenge.starters.typescript ?? {})).toEqual(['main.ts']);
    for (const texts of [challenge.texts.en, challenge.texts.zh]) {
      expect(texts.hints).toHaveLength(4);
      expect(texts.brief).not.toMatch(/^# /m);
    }
    const { task } = challenge;
    expect(task.ladder.map((stage) => stage.offeredRps)).toEqual([2000, 5000, 10_000, 20_000, 50_000, 100_000]);
    expect(task.world.database.schemaSql).toContain('CREATE TABLE orders');
    expect(task.expected).toEqual([{ request: 0, staleMs: 500, sql: expect.stringContaining('json_build_object') }]);
  });

  it('keeps the answers out of what a page gets', () => {
    const text = JSON.stringify(loadChallenge('n-plus-one', ROOT).starters);
    expect(text).not.toContain('single-flight');
    expect(text).not.toContain('Prices');
  });

  it('has one door to the answers', () => {
    expect(loadReference('n-plus-one', 'python', ROOT)['main.py']).toContain('app = FastAPI');
    expect(loadReference('n-plus-one', 'typescript', ROOT)['main.ts']).toContain('app = new Hono');
    for (const trap of listTraps('n-plus-one', ROOT)) {
      expect(loadTrap('n-plus-one', 'python', trap.name, ROOT)['main.py']).toContain('app = FastAPI');
      expect(loadTrap('n-plus-one', 'typescript', trap.name, ROOT)['main.ts']).toContain('app = new Hono');
    }
  });

  it('names a challenge that is not there', () => {
    expect(() => loadChallenge('nothing', ROOT)).toThrow('challenges/nothing/challenge.json: is missing');
    expect(() => loadChallenge('../n-plus-one', ROOT)).toThrow('is missing');
  });
});
