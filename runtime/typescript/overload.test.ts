import { describe, expect, it } from 'vitest';
import { runInWorld, worldWith } from './testing/run-in-world.ts';

/** 20 ms of CPU a request. */
const PROGRAM = `import { pbkdf2Sync } from 'node:crypto';
export default {
  async fetch() {
    pbkdf2Sync('secret', 'salt', 100_000, 32, 'sha256');
    return new Response('ok');
  },
};`;

describe('requests that pile up behind a loop that is blocked', () => {
  it('are served one after the other, and are no endless loop', async () => {
    // Eight times what the worker can do: within seconds what waits at once takes more CPU than any one callback may.
    const { fault, throughputRps, slowSteps } = await runInWorld(PROGRAM, { rps: 400, seconds: 8 });
    expect(fault).toBeNull();
    expect(throughputRps).toBeGreaterThan(38);
    expect(throughputRps).toBeLessThan(51);
    expect(slowSteps[0]).toMatchObject({ what: 'crypto.pbkdf2', line: 4 });
  });

  it('are told of what blocks it on a slow machine too', async () => {
    const usual = worldWith('');
    const world = { ...usual, workers: { ...usual.workers, userCodeUs: 4 * usual.workers.userCodeUs } };
    const { slowSteps } = await runInWorld(PROGRAM, { world, rps: 5, seconds: 1 });
    expect(slowSteps[0]).toMatchObject({ what: 'crypto.pbkdf2', line: 4 });
  });
});

describe('the threads of libuv', () => {
  it('are all taken when there are fewer cores than threads, each by a task that waits for a core', async () => {
    const source = PROGRAM.replaceAll('pbkdf2Sync', 'pbkdf2').replace(
      /pbkdf2\('secret'.*/,
      "await new Promise((done) => pbkdf2('secret', 'salt', 100_000, 32, 'sha256', done));",
    );
    const { resources, lineWaits, throughputRps } = await runInWorld(source, { rps: 80, seconds: 4 });
    // 2 cores, one of which is the loop's.
    expect(throughputRps).toBeLessThan(51);
    const threads = resources.find(({ kind }) => kind === 'threads');
    expect(threads).toMatchObject({ name: 'libuv threads', servers: 4 });
    expect(threads?.utilisation).toBeGreaterThan(0.9);
    expect(lineWaits.find(({ resource }) => resource === 'libuv threads')).toMatchObject({ line: 4 });
  });
});
