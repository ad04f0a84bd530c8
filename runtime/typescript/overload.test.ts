import { describe, expect, it } from 'vitest';
import { runInWorld } from './testing/run-in-world.ts';

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
    expect(throughputRps).toBeGreaterThan(45);
    expect(throughputRps).toBeLessThan(51);
    expect(slowSteps[0]).toMatchObject({ what: 'crypto.pbkdf2', line: 4 });
  });
});
