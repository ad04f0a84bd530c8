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
      'fidelity',
      'components',
      'app',
    ],
  },
];

const unitTests = (...options: string[]): Step => ({
  name: 'unit tests',
  command: ['npx', 'vitest', 'run', ...options],
  count: countTests,
});
/** What takes longest: whole runs in several processes, the language server as a whole, and the cases on real libraries where these are installed. */
const SLOW_TESTS = ['cli/determinism.test.ts', 'cli/assets/language-server.test.ts', 'runtime/python/real-conformance.test.ts'];
const quickTests = unitTests(...SLOW_TESTS.flatMap((file) => ['--exclude', file]));

const slow: readonly Step[] = [
  unitTests(),
  { name: 'catalogue', command: ['npm', 'run', '-s', 'surge', '--', 'check'] },
  { name: 'fidelity', command: ['npx', 'vitest', 'run', '--config', 'fidelity/vitest.config.ts'], count: countTests },
  { name: 'build', command: ['npm', 'run', '-s', 'build'] },
];

function report(results: readonly StepResult[]): number {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  process.stdout.write('\n');
  for (const result of results) {
    process.stdout.write(`${result.failed === 0 ? 'ok  ' : 'FAIL'} ${result.name} (${result.seconds.toFixed(1)} s)\n`);
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

const results: StepResult[] = [];
for (const step of [...quick, ...(process.argv[2] === 'quick' ? [quickTests] : slow)]) results.push(await runStep(step));
if (process.argv[2] !== 'quick') {
  const browser = await ensureBrowser();
  results.push(
    await runStep({ name: 'end to end', command: ['npx', 'playwright', 'test'], count: countTests, env: { SURGE_BROWSER: browser } }),
  );
}
process.exitCode = report(results);
