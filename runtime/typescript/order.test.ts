import { describe, expect, it } from 'vitest';
import { runProgram } from './testing/run-program.ts';

const SERVER = '\nexport default { async fetch() { return null; } };\n';

describe('the order of jobs', () => {
  it('is that of an ES module in Node: synchronous code, promises, nextTick, immediates, timers', async () => {
    const { lines } = await runProgram(`
      setTimeout(() => console.log('timeout'), 0);
      setImmediate(() => console.log('immediate'));
      process.nextTick(() => console.log('tick'));
      Promise.resolve().then(() => console.log('promise'));
      queueMicrotask(() => console.log('microtask'));
      console.log('sync');
      ${SERVER}`);
    expect(lines).toEqual(['sync', 'promise', 'microtask', 'tick', 'immediate', 'timeout']);
  });

  it('takes three jobs to return a promise from an async function', async () => {
    const { lines } = await runProgram(`
      async function returns(): Promise<string> { return Promise.resolve('returned'); }
      async function awaits(): Promise<string> { return await Promise.resolve('awaited'); }
      returns().then((text) => console.log(text));
      awaits().then((text) => console.log(text));
      Promise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3)).then(() => console.log(4));
      ${SERVER}`);
    expect(lines).toEqual(['1', 'awaited', '2', 'returned', '3', '4']);
  });

  it('waits for nothing in real time', async () => {
    const { nowNs } = await runProgram(`setTimeout(() => {}, 3_000);${SERVER}`);
    expect(nowNs).toBeGreaterThan(3e9);
    expect(nowNs).toBeLessThan(3.01e9);
  });
});

describe('a program that exports no server', () => {
  it('runs to its end, and then its start-up fails with what to export', async () => {
    const { lines, failed } = await runProgram(
      "process.on('exit', () => console.log('exit'));\nsetTimeout(() => console.log('timer'), 50);",
    );
    expect(lines).toEqual(['timer', 'exit']);
    expect(failed).toMatch(/^TypeError: main\.ts exports no server: write export default \{ async fetch/);
  });

  it('is cut off where it never ends', async () => {
    const { failed, nowNs } = await runProgram('setInterval(() => {}, 500);');
    expect(failed).toContain('exports no server');
    expect(nowNs).toBeLessThan(10e9);
  });
});

describe('a program that does not end by itself', () => {
  it('ends as an endless loop, with its line', async () => {
    const { fault } = await runProgram(`console.log('a');\nlet n = 0;\nwhile (true) {\n  n += 1;\n}${SERVER}`);
    expect(fault).toMatchObject({ verdict: 'endless-loop' });
  });

  it('cannot catch that', async () => {
    const { fault, lines } = await runProgram(`
      for (;;) { try { for (;;); } catch (error) { console.log('caught'); } finally { console.log('finally'); continue; } }${SERVER}`);
    expect(fault).toMatchObject({ verdict: 'endless-loop' });
    expect(lines).toEqual([]);
  });

  it('has no end of its stack either', async () => {
    const { fault } = await runProgram(
      `const f = (n: number): number => f(n + 1) + 1;\ntry { f(0); } catch { console.log('caught'); }${SERVER}`,
    );
    expect(fault).toMatchObject({ verdict: 'stack-overflow' });
  });
});

describe('errors', () => {
  it('of syntax say where they are', async () => {
    await expect(runProgram('const a = 1;\nconst b = ;')).rejects.toMatchObject({ file: 'main.ts', line: 2 });
  });

  it('carry the line of the user that threw them', async () => {
    const { failed } = await runProgram(`const a = 1;\nfunction f(): never {\n  throw new RangeError('no');\n}\nf();`);
    expect(failed).toContain('RangeError: no\n    at main.ts:3');
  });
});
