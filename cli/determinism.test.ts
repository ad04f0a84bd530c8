// Same program and seed, same report: whatever ran before in this process, and in another process beside a busy one.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadReference } from '#catalogue/answers.ts';
import { loadChallenge } from '#catalogue/load.ts';
import { LANGUAGES, type Language } from '#catalogue/schema.ts';
import { judgeProgram } from './judge-program.ts';
import { CHALLENGES } from './paths.ts';

const SLUG = 'n-plus-one';
const { task: ladder, starters } = loadChallenge(SLUG, CHALLENGES);
/** Two short stages are enough to see any difference: each draws thousands of numbers. */
const task = { ...ladder, ladder: ladder.ladder.slice(0, 2).map((stage) => ({ ...stage, seconds: 0.5, warmupSeconds: 0.2 })) };

async function run(language: Language, program: 'starter' | 'reference', seed: number): Promise<string> {
  const files = program === 'starter' ? (starters[language] ?? {}) : loadReference(SLUG, language, CHALLENGES);
  return JSON.stringify(await judgeProgram(task, { language, files, seed }, null));
}

function runInOwnProcess(language: Language): Promise<string> {
  const surge = [join('node_modules', 'tsx', 'dist', 'cli.mjs'), join('cli', 'surge.ts')];
  const args = [...surge, 'run', SLUG, '--lang', language, '--seed', '1', '--json'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}

describe.each(LANGUAGES)('a report of a program in %s', (language) => {
  it('is the same bytes after other programs have run in the process', async () => {
    const first = { starter: await run(language, 'starter', 1), reference: await run(language, 'reference', 1) };
    expect(await run(language, 'starter', 1)).toBe(first.starter);
    expect(await run(language, 'reference', 1)).toBe(first.reference);
  });

  it('differs with the seed', async () => {
    const [one, two] = [JSON.parse(await run(language, 'starter', 1)), JSON.parse(await run(language, 'starter', 2))];
    expect(one.hash).not.toBe(two.hash);
    expect(one.stages[0].completed).not.toBe(two.stages[0].completed);
  });

  it('is the same bytes in two processes that fight for the machine', async () => {
    const [first, ...others] = await Promise.all([language, language].map(runInOwnProcess));
    expect(JSON.parse(first ?? '').survivedRps).toBe(2000);
    for (const other of others) expect(other).toBe(first);
  });
});
