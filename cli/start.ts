// `npm start`: builds what is missing, says so, then serves the product and says where.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['app', 'components', 'engine', 'runtime', 'judge', 'catalogue', 'challenges', 'messages', 'cli/assets'];
const FILES = ['package-lock.json', 'next.config.ts', 'proxy.ts', 'tsconfig.json', 'postcss.config.mjs'];
const stampPath = join('.next', 'surge.stamp');

/** Changes with every source that the build reads. */
function sourceStamp(): string {
  const hash = createHash('sha256');
  const add = (path: string) => hash.update(path).update(readFileSync(path));
  for (const folder of SOURCES) {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
    for (const path of entries.map((entry) => join(entry.parentPath, entry.name)).sort()) add(path);
  }
  for (const file of FILES) if (existsSync(file)) add(file);
  return hash.digest('hex');
}

function buildIfNeeded(): void {
  const stamp = sourceStamp();
  const manifest = join('public', 'runtime', 'manifest.json');
  if (existsSync(stampPath) && existsSync(manifest) && readFileSync(stampPath, 'utf8') === stamp) return;
  process.stdout.write('surge: building the runtimes and the pages (once, about a minute)\n');
  const built = spawnSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(built.status ?? 1);
  mkdirSync('.next', { recursive: true });
  writeFileSync(stampPath, stamp);
}

const port = process.env.PORT ?? '3000';
const host = process.env.HOST ?? '127.0.0.1';
buildIfNeeded();
process.stdout.write(`surge: starting on http://${host}:${port}\n`);
const server = spawn('npx', ['next', 'start', '-p', port, '-H', host], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));
