import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bothWays } from './testing/both-ways.ts';
import { runProgram } from './testing/run-program.ts';

const program = (name: string): string => readFileSync(new URL(`./testing/programs/${name}`, import.meta.url), 'utf8');

describe('console', () => {
  it("prints every kind of value with Node's own text", async () => {
    const { native, guest } = await bothWays(program('console.txt'));
    expect(guest).toBe(native);
  });

  it('makes one entry of the log of one call, whatever its lines', async () => {
    const { lines } = await runProgram("console.log('a\\nb', { c: 1 });\nexport default () => null;");
    expect(lines).toEqual(['a\nb { c: 1 }']);
  });

  it('shows an error with the line of the user that threw it', async () => {
    const { lines } = await runProgram(
      "try {\n  throw new TypeError('no');\n} catch (error) { console.log(error); }\nexport default () => null;",
    );
    expect(lines).toEqual(['TypeError: no\n    at main.ts:2']);
  });

  it('tells virtual time', async () => {
    const { lines } = await runProgram(
      "console.time('t'); setTimeout(() => console.timeEnd('t'), 1500); console.timeLog('t', 'x');\nexport default () => null;",
    );
    expect(lines[0]).toMatch(/^t: [\d.]+ms x$/);
    expect(lines[1]).toMatch(/^t: 1\.50\ds$/);
  });

  it('joins what process.stdout.write writes to one line', async () => {
    const { lines } = await runProgram(
      "process.stdout.write('a '); process.stdout.write('b\\nc'); console.log(' d'); process.stdout.write('rest');\nexport default () => null;",
    );
    expect(lines).toEqual(['a b', 'c d', 'rest']);
  });

  it('warns as Node does', async () => {
    const { lines } = await runProgram(
      "console.time('a'); console.time('a'); console.timeEnd('zz'); console.countReset('q'); console.assert(false, 'm %s', 1);\nexport default () => null;",
    );
    expect(lines).toEqual([
      "(node:100) Warning: Label 'a' already exists for console.time()",
      "(node:100) Warning: No such label 'zz' for console.timeEnd()",
      "(node:100) Warning: Count for 'q' does not exist",
      'Assertion failed: m 1',
    ]);
  });
});
