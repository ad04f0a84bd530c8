// pg under load, in virtual time, against real Postgres. Results, types and errors: conformance/drivers.test.ts.
import { describe, expect, it } from 'vitest';
import type { StageRecording } from '#engine/stage.ts';
import { contentionWorld } from '#runtime/python/testing/contention-world.ts';
import { printedInWorld, runInWorld } from './testing/run-in-world.ts';

const HEAD = "import pg, { Pool, Client } from 'pg';\nconst pool = new Pool({ max: 20 });\n";
const answers: string[] = [];

/** Runs a handler's body; 100 requests/s for 2 s. What it returns is the response's text. */
async function run(handle: string, { rps = 100, head = HEAD, database = {} }: { rps?: number; head?: string; database?: object } = {}) {
  answers.length = 0;
  const world = contentionWorld();
  const program = `${head}async function handle(): Promise<unknown> {\n${handle}\n}\nexport default { async fetch() { return new Response(String(await handle())); } };`;
  return runInWorld(program, {
    rps,
    world: { ...world, database: { ...(world.database as NonNullable<typeof world.database>), ...database } },
    checkResponse: ({ body }) => {
      answers.push(body);
      return 'right';
    },
  });
}
const answered = (recording: StageRecording) => Object.values(recording.outcomes).reduce((sum, count) => sum + count, 0);
const countOf = (text: string) => answers.filter((answer) => answer === text).length;

describe('transactions on one client', () => {
  it('read, await, write loses updates', async () => {
    await run(`
      const { rows } = await pool.query('SELECT stock FROM items WHERE id = 1');
      await new Promise((resolve) => setTimeout(resolve, 5));
      await pool.query('UPDATE items SET stock = $1 WHERE id = 1', [rows[0].stock - 1]);
      return rows[0].stock;`);
    expect(new Set(answers).size).toBeLessThan(answers.length * 0.9);
  });

  it('FOR UPDATE loses none', async () => {
    const recording = await run(`
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const { rows } = await client.query('SELECT stock FROM items WHERE id = 1 FOR UPDATE');
        await new Promise((resolve) => setTimeout(resolve, 2));
        await client.query('UPDATE items SET stock = $1 WHERE id = 1', [rows[0].stock - 1]);
        await client.query('COMMIT');
        return rows[0].stock;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }`);
    expect(recording.outcomes).toEqual({ '200': answered(recording) });
    expect(new Set(answers).size).toBe(answers.length);
    expect(recording.locks.waits).toBeGreaterThan(0);
  });

  it('a deadlock has a victim, with 40P01', async () => {
    const recording = await run(
      `
      turn = !turn;
      const [first, second] = turn ? [1, 2] : [2, 1];
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query('UPDATE items SET stock = stock - 1 WHERE id = $1', [first]);
        await new Promise((resolve) => setTimeout(resolve, 300));
        await client.query('UPDATE items SET stock = stock - 1 WHERE id = $1', [second]);
        await client.query('COMMIT');
        return 'fine';
      } catch (error) {
        await client.query('ROLLBACK');
        return (error as any).code + ' ' + (error as any).message;
      } finally {
        client.release();
      }`,
      { rps: 10, head: `${HEAD}let turn = false;\n` },
    );
    expect(countOf('40P01 deadlock detected')).toBeGreaterThan(0);
    expect(recording.locks.deadlocks).toBeGreaterThan(0);
    expect(countOf('fine')).toBeGreaterThan(0);
  });
});

describe('a pool', () => {
  it('is a resource with its name, which is busy while its connections are', async () => {
    const recording = await run(`await pool.query('SELECT pg_sleep(0.05)');`, {
      head: "import { Pool } from 'pg';\nconst pool = new Pool({ max: 2 });\n",
    });
    const resource = recording.resources.find(({ name }) => name === 'pg pool');
    expect(resource).toMatchObject({ kind: 'pool', servers: 2 });
    expect(resource?.utilisation).toBeGreaterThan(0.9);
  });

  it('that is used up refuses after connectionTimeoutMillis', async () => {
    await run(
      `
      try {
        await pool.query('SELECT pg_sleep(0.2)');
        return 'served';
      } catch (error) {
        return (error as Error).message;
      }`,
      { head: "import { Pool } from 'pg';\nconst pool = new Pool({ max: 2, connectionTimeoutMillis: 300 });\n" },
    );
    expect(countOf('timeout exceeded when trying to connect')).toBeGreaterThan(50);
    expect(countOf('served')).toBeGreaterThan(5);
  });

  it('never gets back a client that is not released: requests stay open', async () => {
    const recording = await run(
      `
      const client = await pool.connect();
      await client.query('SELECT 1');
      return 'leaked';`,
      { head: "import { Pool } from 'pg';\nconst pool = new Pool({ max: 3 });\n" },
    );
    expect(countOf('leaked')).toBe(3);
    expect(recording.outcomes['200']).toBe(3);
  });

  it('is refused connections beyond what the server allows', async () => {
    await run(
      `
      try {
        await pool.query('SELECT pg_sleep(0.1)');
        return 'served';
      } catch (error) {
        return (error as any).code + ' ' + (error as Error).message;
      }`,
      { database: { maxConnections: 3 } },
    );
    expect(countOf('53300 sorry, too many clients already')).toBeGreaterThan(5);
    expect(countOf('served')).toBeGreaterThan(5);
  });

  it('whose connections take too long to be made says so', async () => {
    const lines = await printedInWorld(
      `
      import { Client, Pool } from 'pg';
      try { await new Pool({ connectionTimeoutMillis: 20 }).query('SELECT 1'); } catch (error) { console.log(error.message, '/', error.cause.message); }
      try { await new Client({ connectionTimeoutMillis: 20 }).connect(); } catch (error) { console.log(error.message); }`,
      { world: { ...contentionWorld(), database: { ...(contentionWorld().database as never as object), connectMs: 100 } as never } },
    );
    expect(lines).toEqual(['Connection terminated due to connection timeout / Connection terminated unexpectedly', 'timeout expired']);
  });
});

describe('what is not simulated', () => {
  it('says so', async () => {
    const lines = await printedInWorld(`
      import pg, { Client, Pool } from 'pg';
      const attempt = async (work: () => unknown) => { try { await work(); console.log('done'); } catch (error) { console.log(error.message); } };
      await attempt(() => new pg.Query('SELECT 1'));
      await attempt(() => new Pool().query({ submit() {} } as any));
      await attempt(() => new Client({ pipeline: true } as any));
      await attempt(() => new Client().copyFrom());
      try { await import('postgres'); } catch (error) { console.log(error.message.slice(0, 70)); }`);
    expect(lines.filter((line) => !line.startsWith('not simulated: '))).toEqual([]);
    expect(lines.length).toBe(5);
    expect(lines[4]).toContain("import of 'postgres'");
  });

  it('shared classes cannot be changed for other workers, but one object can', async () => {
    const lines = await printedInWorld(`
      import { Pool } from 'pg';
      try { (Pool.prototype as any).query = () => 'patched'; } catch (error) { console.log(error.name); }
      const pool: any = new Pool();
      const query = pool.query;
      pool.query = (...args: unknown[]) => { console.log('asked', args[0]); return query.apply(pool, args); };
      console.log((await pool.query('SELECT 1 AS a')).rows[0].a);`);
    expect(lines).toEqual(['TypeError', 'asked SELECT 1 AS a', '1']);
  });
});
