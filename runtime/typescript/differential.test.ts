// Small programs, each in the real Node and in the guest: what they print is the same, line by line. Programs print by console.log, and leave gaps
// between their timers that real time cannot close. Frames of stacks are the host's in one and the user's own line in the other, and in neither compared.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { openNodeTypeScript } from './node-typescript.ts';
import { linesOf, runNatively } from './testing/run-natively.ts';
import { runProgram } from './testing/run-program.ts';

const FOLDER = join(import.meta.dirname, 'differential');
/** A file of a program of several begins with its name. */
const NEXT_FILE = /^\/\/ file: (\S+)\n/m;
const guest = openNodeTypeScript();

const withoutFrames = (lines: readonly string[]): string[] => lines.filter((line) => !/^\s+at /.test(line));

function readProgram(name: string): Record<string, string> {
  const [main = '', ...others] = readFileSync(join(FOLDER, name), 'utf8').split(NEXT_FILE);
  const files: Record<string, string> = { 'main.ts': main };
  for (let i = 0; i < others.length; i += 2) files[others[i] as string] = others[i + 1] as string;
  return files;
}

async function runSimulated(files: Record<string, string>): Promise<readonly string[]> {
  const { output } = await runProgram(files, { guest: await guest });
  return withoutFrames(output.flatMap((text) => linesOf(`${text}\n`)));
}

/** A busy machine may keep a real timer waiting for longer than the gap: who comes late gets another chance. */
const ATTEMPTS = 4;

describe('a program prints what it prints in Node', () => {
  for (const name of readdirSync(FOLDER).sort()) {
    it.concurrent(name, async ({ expect }) => {
      const files = readProgram(name);
      const simulated = await runSimulated(files);
      const run = async () => withoutFrames(await runNatively(files));
      let native = await run();
      for (let attempt = 1; attempt < ATTEMPTS && native.join('\n') !== simulated.join('\n'); attempt++) native = await run();
      expect(native.length).toBeGreaterThan(0);
      expect(simulated).toEqual(native);
    });
  }
});
