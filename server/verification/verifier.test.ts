import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadRunnable, loadStarter } from '#catalogue/load.ts';
import { judge } from '#judge/judge.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodeTypeScript } from '#runtime/typescript/node-typescript.ts';
import { type Database, type OpenDatabase, openDatabase } from '../database/open-database.ts';
import { verification } from '../database/schema.ts';
import { PostgresServer } from '../database/testing/postgres-server.ts';
import { enqueue } from './queue.ts';
import type { VerifierEvent } from './verifier.ts';
import { unzipReport } from './zip-report.ts';

const CHALLENGE = 'n-plus-one';
const language = 'typescript' as const;
const starter = { challenge: CHALLENGE, language, files: loadStarter(CHALLENGE, language), seed: 1, claimedReport: null };

let server: PostgresServer;
let database: OpenDatabase;
let db: Database;
let url: string;
let verifiers: RunningVerifier[] = [];

/** `npm run verifier` as a process, and what it says. */
class RunningVerifier {
  readonly process: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor() {
    this.process = spawn(process.execPath, ['--import', 'tsx', 'server/verification/run-verifier.ts'], {
      env: { ...process.env, DATABASE_URL: url, SURGE_JUDGES: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.lines = createInterface({ input: this.process.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
    verifiers.push(this);
  }

  /** The next line of this kind. */
  async says(event: string): Promise<VerifierEvent> {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error(`the verifier ended before "${event}"`);
      const line = JSON.parse(value) as VerifierEvent;
      if (line.event === event) return line;
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const { process } = this;
    if (process.exitCode !== null || process.signalCode !== null) return;
    const ended = once(process, 'exit');
    process.kill(signal);
    await ended;
  }
}

function isAlive(pid: VerifierEvent[string] | undefined): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

const rows = () => db.select().from(verification).orderBy(asc(verification.queuedAt));

beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.stop());
beforeEach(async () => {
  url = await server.createDatabase();
  database = await openDatabase({ url });
  db = database.db;
});
afterEach(async () => {
  await Promise.all(verifiers.map((verifier) => verifier.end('SIGKILL')));
  verifiers = [];
  await database.close();
});

describe('npm run verifier', () => {
  it('verifies what is queued, tells what differs, and says why a program does not load', async () => {
    const { task } = loadRunnable(CHALLENGE);
    const own = judge(task, starter, { guest: await openNodeTypeScript(), database: await openNodePostgres() });
    await enqueue(db, { ...starter, claimedHash: own.hash });
    await enqueue(db, { ...starter, claimedHash: 'forged' });
    await enqueue(db, { ...starter, files: { 'main.ts': 'const = 1;\n' }, claimedHash: null });
    const verifier = new RunningVerifier();
    for (let ended = 0; ended < 3; ended++) await verifier.says('run-ended');
    const [honest, forged, broken] = await rows();
    expect(honest).toMatchObject({ state: 'verified', reportHash: own.hash, tries: 1 });
    expect(unzipReport(honest?.report ?? new Uint8Array())).toEqual(own);
    expect(forged).toMatchObject({ state: 'differs', claimedHash: 'forged', reportHash: own.hash });
    expect(broken).toMatchObject({ state: 'load-failed', reason: expect.stringContaining('main.ts, line 1') });
  });

  it('takes up the run of a verifier that was killed, whose judge ends with it', async () => {
    const id = await enqueue(db, { ...starter, claimedHash: null });
    const killed = new RunningVerifier();
    const { judge: judging } = await killed.says('run-begun');
    expect(isAlive(judging)).toBe(true);
    await killed.end('SIGKILL');
    await expect.poll(() => isAlive(judging), { timeout: 20_000 }).toBe(false);
    await db.update(verification).set({ heldUntil: sql`now()` }).where(eq(verification.id, id));
    const other = new RunningVerifier();
    expect(await other.says('run-begun')).toMatchObject({ id, tries: 2 });
    expect(await other.says('run-ended')).toMatchObject({ id, verdict: 'report' });
    expect((await rows())[0]).toMatchObject({ state: 'verified', tries: 2 });
  });

  it('goes on after Postgres was away', async () => {
    const verifier = new RunningVerifier();
    await verifier.says('verifier-started');
    await server.restart();
    await enqueue(db, { ...starter, files: { 'main.ts': 'const = 1;\n' }, claimedHash: null });
    await verifier.says('run-ended');
    expect((await rows())[0]).toMatchObject({ state: 'load-failed' });
  });

  it('gives back what is under way when it is told to stop, so that another one begins it at once', async () => {
    const id = await enqueue(db, { ...starter, claimedHash: null });
    const stopped = new RunningVerifier();
    await stopped.says('run-begun');
    await stopped.end('SIGTERM');
    expect(stopped.process.exitCode).toBe(0);
    expect((await rows())[0]).toMatchObject({ id, state: 'queued', tries: 0, heldBy: null });
  });

  it('says what is wrong where it cannot work', async () => {
    const start = async (env: Record<string, string>) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'server/verification/run-verifier.ts'], {
        env: { ...process.env, DATABASE_URL: '', ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      const [code] = await once(child, 'close');
      return { code, said };
    };
    expect(await start({})).toEqual({ code: 2, said: expect.stringContaining('DATABASE_URL is not set') });
    expect(await start({ DATABASE_URL: url, SURGE_JUDGES: 'many' })).toEqual({
      code: 2,
      said: expect.stringContaining('SURGE_JUDGES=many'),
    });
    const nobody = 'postgres://surge@127.0.0.1:1/none';
    expect(await start({ DATABASE_URL: nobody })).toEqual({ code: 2, said: expect.stringContaining('cannot open the database') });
  });
});
