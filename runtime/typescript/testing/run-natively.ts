// Runs a program in the real Node, types stripped: what it prints there is the truth that the guest is held against.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';

/** Lines of its standard output. An error that ends the program is told on the other stream, and is no line. */
export async function runNatively(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'surge-native-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
    for (const [path, source] of Object.entries(files)) {
      const { code } = await transform(source, { loader: 'ts', format: 'esm', target: 'node20' });
      const target = join(folder, path.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, code);
    }
    const text = await new Promise<string>((resolve) => {
      execFile(process.execPath, [join(folder, 'main.js')], { timeout: 20_000 }, (_, stdout) => resolve(stdout));
    });
    return linesOf(text);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
