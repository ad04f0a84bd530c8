// A PostgreSQL of one's own for the time of a test: a fresh cluster in a temporary folder, on a port that is free.
import { execFileSync, type SpawnSyncOptions, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const INSTALLED = '/usr/lib/postgresql';

export interface PrivatePostgres {
  readonly dsn: string;
  /** Runs SQL as the owner. Throws if Postgres refuses it. */
  run(sql: string): void;
  stop(): Promise<void>;
}

/** The folder of initdb and postgres; null: there is none. */
export function findPostgres(): string | null {
  if (!existsSync(INSTALLED)) return null;
  const versions = readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(INSTALLED, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb'))) ?? null;
}

/** Starts it with `sql` run. Postgres refuses to run as root: then it runs as nobody. */
export async function startPostgres(bin: string, sql: string): Promise<PrivatePostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'surge-postgres-'));
  const identity: Pick<SpawnSyncOptions, 'uid' | 'gid'> = process.getuid?.() === 0 ? nobody() : {};
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid ?? identity.uid);
  const data = join(folder, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'app', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...identity,
    cwd: folder,
    stdio: 'ignore',
  });
  const port = await freePort();
  const settings = [
    '-c',
    'max_connections=60',
    '-c',
    'superuser_reserved_connections=0',
    '-c',
    `unix_socket_directories=${folder}`,
    '-c',
    'fsync=off',
  ];
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', ...settings], {
    ...identity,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`postgres did not start: ${said.slice(-500)}`)));
  });
  const run = (text: string) => {
    const address = ['-h', folder, '-p', String(port), '-U', 'app', '-d', 'postgres'];
    execFileSync(join(bin, 'psql'), [...address, '-q', '-v', 'ON_ERROR_STOP=1', '-c', text], { ...identity, cwd: folder, stdio: 'pipe' });
  };
  run(sql);
  return {
    dsn: `postgresql://app@127.0.0.1:${port}/postgres`,
    run,
    stop: async () => {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function nobody(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody']).toString());
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
