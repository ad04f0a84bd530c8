// `npm start`: builds what is missing, says so, then serves the product and says where.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const SOURCES = ['app', 'components', 'engine', 'runtime', 'judge', 'catalogue', 'interview', 'challenges', 'messages', 'cli/assets'];
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

/** Before a minute of building, not after it. */
async function ensureAddress(port: string, host: string): Promise<void> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) giveUp(`PORT=${port} is no port; a number from 0 to 65535 is`);
  const probe = createServer();
  probe.listen(Number(port), host);
  try {
    await once(probe, 'listening');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') giveUp(`port ${port} is in use; choose another one: PORT=${Number(port) + 1} npm start`);
    giveUp(`cannot listen on ${host}:${port} (${code})`);
  }
  probe.close();
  await once(probe, 'close');
}

function giveUp(why: string): never {
  process.stderr.write(`surge: ${why}\n`);
  process.exit(2);
}

const port = process.env.PORT ?? '3000';
const host = process.env.HOST ?? '127.0.0.1';
await ensureAddress(port, host);
buildIfNeeded();
process.stdout.write(`surge: starting on http://${host}:${port}\n`);
const server = spawn('npx', ['next', 'start', '-p', port, '-H', host], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));
