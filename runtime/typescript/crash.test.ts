import { describe, expect, it } from 'vitest';
import { runProgram } from './testing/run-program.ts';

const SERVER = '\nexport default { async fetch() { return null; } };\n';

describe('a process of which an error is left over', () => {
  it('ends of a rejection that nobody handles, with its place, and nothing runs on', async () => {
    const { lines, crash } = await runProgram(`
async function work(): Promise<void> {
  throw new TypeError('boom');
}
setTimeout(() => console.log('never'), 5);
setTimeout(() => { void work(); Promise.resolve().then(() => console.log('before')); }, 1);${SERVER}`);
    expect(crash).toEqual({ reason: 'unhandledRejection', message: 'TypeError: boom\n    at main.ts:3', line: 3 });
    expect(lines).toEqual(['before', "main.ts:3\n  throw new TypeError('boom');\n  ^\n\nTypeError: boom\n    at main.ts:3"]);
  });

  it('ends of what a timer, a nextTick or a microtask throws', async () => {
    for (const schedule of ['setTimeout', 'setImmediate', 'process.nextTick', 'queueMicrotask']) {
      const { crash } = await runProgram(`setTimeout(() => {\n  ${schedule}(() => { throw new Error('${schedule}'); });\n}, 1);${SERVER}`);
      expect(crash).toEqual({ reason: 'uncaughtException', message: `Error: ${schedule}\n    at main.ts:2`, line: 2 });
    }
  });

  it('names what was rejected with no error as Node does', async () => {
    const { crash } = await runProgram(`setTimeout(() => { Promise.reject('no'); }, 1);${SERVER}`);
    expect(crash?.message).toContain('The promise rejected with the reason "no".');
  });

  it('goes on where the rejection is handled in time', async () => {
    const { crash, lines } = await runProgram(`
      setTimeout(() => {
        const late = Promise.reject(new Error('late'));
        process.nextTick(() => late.catch(() => console.log('caught')));
      }, 1);
      setTimeout(() => console.log('goes on'), 5);${SERVER}`);
    expect(crash).toBeNull();
    expect(lines).toEqual(['caught', 'goes on']);
  });

  it('cannot catch its own end', async () => {
    const { lines, crash } = await runProgram(`
      setTimeout(() => {
        try { null!.toString(); } finally { console.log('finally'); }
      }, 1);${SERVER}`);
    expect(lines[0]).toBe('finally');
    expect(crash).toMatchObject({ reason: 'uncaughtException' });
  });
});
