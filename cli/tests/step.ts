// One step of the test run: a command, its output, and how many checks it stands for.
import { spawn } from 'node:child_process';

export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Reads passed and failed from the command's output; without it the step counts as one check. */
  readonly count?: (output: string) => { passed: number; failed: number } | null;
  readonly env?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Runs a step, passing its output through. A command that fails counts at least one failure. */
export function runStep(step: Step): Promise<StepResult> {
  const started = Date.now();
  process.stdout.write(`\n== ${step.name}\n`);
  return new Promise((resolve) => {
    const [program, ...args] = step.command;
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...step.env } });
    let output = '';
    const pass = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
      output += chunk.toString();
      stream.write(chunk);
    };
    child.stdout.on('data', pass(process.stdout));
    child.stderr.on('data', pass(process.stderr));
    const end = (ok: boolean) => {
      const counted = step.count?.(output) ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
      const failed = ok ? counted.failed : Math.max(1, counted.failed);
      resolve({ name: step.name, passed: counted.passed, failed, seconds: (Date.now() - started) / 1000 });
    };
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

/** "Tests  12 passed | 1 failed" or "Tests  3 skipped" of vitest, "12 passed" and "1 failed" lines of Playwright. */
export function countTests(output: string): { passed: number; failed: number } | null {
  // Runners colour their summaries.
  const plain = output.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
  const summary = plain.match(/^\s*Tests\s+.*$/m)?.[0] ?? plain.split('\n').slice(-12).join('\n');
  const number = (word: string) => Number(summary.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  const passed = number('passed');
  const failed = number('failed');
  return passed + failed === 0 && !/\d+ skipped/.test(summary) ? null : { passed, failed };
}
