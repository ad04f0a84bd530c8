import { describe, expect, it } from 'vitest';
import { runProgram } from './testing/run-program.ts';

const SERVER = '\nexport default { async fetch() { return null; } };\n';
const POOL = `import Piscina from 'piscina';\nconst pool = new Piscina({ filename: new URL('./worker.ts', import.meta.url).href, `;
/** 100 ms of CPU for each unit. */
const WORKER = `
let calls = 0;
export default function spin(units: number): number {
  calls++;
  let x = 0;
  for (let i = 0; i < units * 12_500_000; i++) x += i % 3;
  return calls;
}
export async function later(ms: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return 'later';
}
export function fails(text: string): never {
  throw new RangeError(text);
}
export function exits(): void {
  process.exit(3);
}
export function leaves(): Promise<never> {
  Promise.reject(new Error('left over'));
  return new Promise(() => {});
}
`;
const run = (main: string, options = {}) => runProgram({ 'main.ts': main + SERVER, 'worker.ts': WORKER }, options);
const NOW = 'const at = () => Math.round(performance.now() / 50) * 50;\n';

describe('piscina', () => {
  it('computes beside the event loop, on cores of its own', async () => {
    const { lines, failed } = await run(`${POOL} minThreads: 2, maxThreads: 2 });
      ${NOW}
      await new Promise((resolve) => setTimeout(resolve, 100));
      const start = at();
      let ticks = 0;
      const timer = setInterval(() => ticks++, 10);
      await Promise.all([pool.run(2), pool.run(2), pool.run(2)]);
      clearInterval(timer);
      console.log(at() - start, ticks > 20, pool.completed, pool.threads.length);`);
    expect(failed).toBeNull();
    // Three tasks of 125 ms on two threads.
    expect(lines).toEqual(['250 true 3 2']);
  });

  it('has no more cores than the machine, however many threads there are', async () => {
    const took = async (cpuCount: number) => {
      const { lines } = await run(
        `${POOL} minThreads: 4, maxThreads: 4 });
        await new Promise((resolve) => setTimeout(resolve, 300));
        const start = performance.now();
        await Promise.all([1, 1, 1, 1].map((n) => pool.run(n)));
        console.log(Math.round(performance.now() - start));`,
        { cpuCount },
      );
      return Number(lines[0]);
    };
    const [four, two, one] = [await took(4), await took(2), await took(1)];
    expect(two / four).toBeGreaterThan(1.8);
    expect(one / four).toBeGreaterThan(3.6);
  });

  it('shares nothing between threads, and starts them when they are needed', async () => {
    const { lines } = await run(`${POOL} minThreads: 0, maxThreads: 1 });
      const start = performance.now();
      console.log(await pool.run(0), performance.now() - start > 35);
      const other = new Piscina({ filename: './worker.ts', minThreads: 1, maxThreads: 1 });
      console.log(await other.run(0), await other.run(0), await pool.run(0));`);
    expect(lines).toEqual(['1 true', '1 2 1']);
  });

  it('hands errors back, and answers what waits in the thread', async () => {
    const { lines } = await run(`${POOL} maxThreads: 1, idleTimeout: 1000 });
      const fails = (promise: Promise<unknown>) => promise.then(() => 'fine', (error) => error.name + ': ' + error.message);
      console.log(await fails(pool.run('no', { name: 'fails' })));
      console.log(await fails(pool.run('no', { name: 'leaves' })));
      console.log(await fails(pool.run('no', { name: 'exits' })));
      console.log(await fails(pool.run('no', { name: 'missing' })));
      console.log(await fails(pool.run('no', { filename: './other.ts' })));
      console.log(await fails(new Piscina().run(1)));
      console.log(await pool.run(200, { name: 'later' }));`);
    expect(lines).toEqual([
      'RangeError: no',
      'Error: left over',
      'Error: worker exited with code: 3',
      'Error: No handler function exported from /app/worker.ts',
      "Error: Cannot find module './other.ts' imported from ",
      'Error: filename must be provided to run() or in options object',
      'later',
    ]);
  });

  it('refuses what its queue does not hold, and stops what is aborted', async () => {
    const { lines } = await run(`${POOL} minThreads: 1, maxThreads: 1, maxQueue: 1 });
      const says = (promise: Promise<unknown>) => promise.then((value) => value, (error) => error.name + ': ' + error.message);
      const controller = new AbortController();
      const all = [pool.run(1), pool.run(1), pool.run(1)].map(says);
      console.log(pool.queueSize, (await Promise.all(all)).join(', '));
      const aborted = says(pool.run(20, { signal: controller.signal }));
      setTimeout(() => controller.abort(), 5);
      console.log(await aborted, await pool.run(0));
      const lost = says(pool.run(1));
      await pool.destroy();
      console.log(await lost, pool.threads.length);`);
    expect(lines).toEqual([
      '1 1, 2, Error: Task queue is at limit',
      'AbortError: The task has been aborted 1',
      'Error: Terminating worker thread 0',
    ]);
  });

  it("says that the world is the main thread's, and that threads are its own", async () => {
    const { lines } = await runProgram({
      'main.ts': `import Piscina from 'piscina';
        import { isMainThread, Worker, threadId } from 'node:worker_threads';
        const pool = new Piscina({ filename: './worker.ts', maxThreads: 1 });
        console.log(isMainThread, threadId, (await pool.run(1)));
        try { new Worker('./worker.ts'); } catch (error) { console.log((error as Error).message); }
        ${SERVER}`,
      'worker.ts': `import { isMainThread, threadId } from 'node:worker_threads';
        export default () => { console.log('in the thread'); return String(isMainThread) + threadId; };`,
    });
    expect(lines[0]).toBe('in the thread');
    expect(lines[1]).toBe('true 0 false1');
    expect(lines[2]).toContain('not simulated: Worker of node:worker_threads');
  });
});
