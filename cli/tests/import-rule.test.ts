// The canary of the import rule: a guard that cannot fail is not a guard.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const planted: string[] = [];
afterEach(() => {
  for (const path of planted.splice(0)) rmSync(path, { recursive: true, force: true });
});

function cruise(...targets: string[]): { status: number | null; output: string } {
  const result = spawnSync('npx', ['depcruise', '--config', '.dependency-cruiser.cjs', ...targets], { encoding: 'utf8' });
  return { status: result.status, output: result.stdout + result.stderr };
}

describe('the import rule', () => {
  it('sees the modules of every room', () => {
    const { output } = cruise('engine', 'runtime', 'judge', 'catalogue', 'interview', 'cli', 'server', 'components', 'app');
    expect(Number(output.match(/\((\d+) modules/)?.[1] ?? 0)).toBeGreaterThan(60);
  });

  it('reports a type-only import upward and node: in the engine', () => {
    mkdirSync('engine', { recursive: true });
    const folder = mkdtempSync(join('engine', 'planted-'));
    planted.push(folder);
    writeFileSync(
      join(folder, 'violation.ts'),
      "import { readFileSync } from 'node:fs';\nimport type { Report } from '#judge/report.ts';\nexport const read = (path: string): Report => JSON.parse(readFileSync(path, 'utf8'));\n",
    );
    const { status, output } = cruise(folder);
    expect(status).not.toBe(0);
    expect(output).toContain('engine-imports-down');
    expect(output).toContain('engine-imports-nothing');
  });
});
