// `npm test` and `npm run check`: every check of the project in one order, ending in "N passed, N failed".
import { ensureBrowser } from './browser.ts';
import { countTests, runStep, type Step, type StepResult } from './step.ts';

const quick: readonly Step[] = [
  { name: 'format and lint', command: ['npx', 'biome', 'check', '--error-on-warnings'] },
  { name: 'types', command: ['npx', 'tsc', '--noEmit'] },
  {
    name: 'import rule',
    command: [
      'npx',
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'engine',
      'runtime',
      'judge',
      'catalogue',
      'cli',
      'interview',
      'server',
      'fidelity',
      'components',
      'app',
    ],
  },
];

const tests = (name: string, ...options: string[]): Step => ({ name, command: ['npx', 'vitest', 'run', ...options], count: countTests });
const exclude = (files: readonly string[]) => files.flatMap((file) => ['--exclude', file]);

/** On real libraries time is real: nothing else runs beside them. */
const REAL = 'runtime/python/real-conformance.test.ts';
/** What opens an interpreter in nearly every test, takes longest, or guards what changes seldom: `npm test` runs it, `npm run check` does not. */
const SLOW = [
  'cli/assets/{language-server,typescript-language}.test.ts',
  'cli/{determinism,surge,thread-waits}.test.ts',
  'cli/tests/import-rule.test.ts',
  'server/**',
  'components/sandbox/warm-up.test.ts',
  'judge/pairs.test.ts',
  'runtime/guest-conformance.test.ts',
  'runtime/postgres/{answer-memo,browser-bundle,machine-snapshot,transactions}.test.ts',
  'runtime/python/**',
  'runtime/typescript/*.test.ts',
  'runtime/typescript/{compiler,conformance,regexp}/**',
];

const slow: readonly Step[] = [
  tests('unit tests', ...exclude([REAL])),
  tests('real libraries', REAL),
  { name: 'catalogue', command: ['npm', 'run', '-s', 'surge', '--', 'check', '--quick'] },
  tests('fidelity', '--config', 'fidelity/vitest.config.ts'),
  { name: 'build', command: ['npm', 'run', '-s', 'build'] },
];

function report(results: readonly StepResult[]): number {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  process.stdout.write('\n');
  for (const result of results) {
    const mark = result.failed > 0 ? 'FAIL' : result.passed > 0 ? 'ok  ' : 'skip';
    process.stdout.write(`${mark} ${result.name} (${result.seconds.toFixed(1)} s)\n`);
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

const inShort = process.argv[2] === 'quick';
const steps = [...quick, ...(inShort ? [tests('unit tests', ...exclude([REAL, ...SLOW]))] : slow)];
const results: StepResult[] = [];
for (const step of steps) results.push(await runStep(step));
if (!inShort) {
  const browser = await ensureBrowser();
  results.push(
    await runStep({ name: 'end to end', command: ['npx', 'playwright', 'test'], count: countTests, env: { SURGE_BROWSER: browser } }),
  );
}
process.exitCode = report(results);
