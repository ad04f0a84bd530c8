import { describe, expect, it } from 'vitest';
import { runInWorld } from './testing/run-in-world.ts';
import { tellOfLocks } from './watch-locks.ts';

/** 10 requests a second, each of which holds what it waits for 200 ms. */
async function resourcesOf(program: string) {
  const { resources } = await runInWorld(program, { rps: 10, seconds: 4 });
  return resources.filter(({ kind }) => ['lock', 'semaphore', 'queue'].includes(kind));
}
const SLEEP = 'const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));\n';
const serve = (statements: string) => `export default { async fetch() { ${statements} return new Response('ok'); } };`;

describe('locks, semaphores and queues of libraries', () => {
  it.each([
    [
      'lock',
      'Mutex main.ts:2',
      1,
      `import { Mutex } from 'async-mutex';\nconst one = new Mutex();\n`,
      'await one.runExclusive(() => sleep(200));',
    ],
    [
      'lock',
      'Mutex main.ts:2',
      1,
      `import { Mutex } from 'async-mutex';\nconst one = new Mutex();\n`,
      'const release = await one.acquire(); await sleep(200); release();',
    ],
    [
      'semaphore',
      'Semaphore main.ts:2',
      1,
      `import { Semaphore } from 'async-mutex';\nconst one = new Semaphore(1);\n`,
      'const [, release] = await one.acquire(); await sleep(200); release();',
    ],
    ['semaphore', 'p-limit main.ts:2', 1, `import pLimit from 'p-limit';\nconst one = pLimit(1);\n`, 'await one(() => sleep(200));'],
    [
      'queue',
      'PQueue main.ts:2',
      1,
      `import PQueue from 'p-queue';\nconst one = new PQueue({ concurrency: 1 });\n`,
      'await one.add(() => sleep(200));',
    ],
  ])('a %s is told of by what made it: %s', async (kind, name, servers, imports, statements) => {
    const [found, ...others] = await resourcesOf(imports + SLEEP + serve(statements));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind, name, servers });
    // Taken all the time, and each waits for those before it.
    expect(found?.utilisation).toBeGreaterThan(0.9);
    expect(found?.meanWaitNs).toBeGreaterThan(5e8);
  });

  it('one with room to spare is held for as long as it is', async () => {
    const [found] = await resourcesOf(
      `import pLimit from 'p-limit';\nconst limit = pLimit(20);\n${SLEEP}${serve('await limit(() => sleep(200));')}`,
    );
    // 10 a second for 200 ms each are two of twenty.
    expect(found?.utilisation).toBeGreaterThan(0.07);
    expect(found?.utilisation).toBeLessThan(0.13);
    expect(found?.meanWaitNs).toBeLessThan(1000);
  });

  it('what has no bound, and what no request waits for, is none', async () => {
    const imports = `import pLimit from 'p-limit';\nimport PQueue from 'p-queue';\nconst all = pLimit(Infinity);\nconst log = new PQueue({ concurrency: 1 });\n`;
    expect(await resourcesOf(imports + SLEEP + serve('await all(() => sleep(5)); log.add(() => sleep(200));'))).toEqual([]);
  });

  it('locks for keys are one resource, as busy as the busiest', async () => {
    const imports = `import { Mutex } from 'async-mutex';\nconst locks = new Map();\nlet turn = 0;\n`;
    const take = `const key = turn++ % 4;\nif (!locks.has(key)) locks.set(key, new Mutex());\nawait locks.get(key).runExclusive(() => sleep(200));`;
    const found = await resourcesOf(imports + SLEEP + serve(take));
    expect(found).toHaveLength(1);
    expect(found[0]?.utilisation).toBeLessThan(0.7);
  });

  it('requests that hand on what waits for one, without an await, are known to stand there', async () => {
    const imports = `import { Mutex } from 'async-mutex';\nconst one = new Mutex();\n`;
    const { stuck } = await runInWorld(`${imports}export default {\nfetch: () => one.runExclusive(() => new Promise(() => {})),\n};`, {
      rps: 10,
    });
    expect(stuck.length).toBeGreaterThan(5);
    for (const place of stuck) expect(place).toMatchObject({ line: 4, awaits: 'one.runExclusive' });
  });

  it('a program cannot tell of locks itself', async () => {
    const { fault } = await runInWorld(`import { made } from 'surge/watch';\n${serve('made({}, "lock", "mine", 1);')}`);
    expect(fault?.message).toContain("not simulated: import of 'surge/watch'");
    expect(fault?.message).not.toContain('surge/watch,');
  });

  it('a library whose text has changed is not built', () => {
    expect(() => tellOfLocks('x = 1;', { file: /x\.js/, tells: [{ at: 'y = 2;' }] })).toThrow('stands in it 0 times');
  });
});
