import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { EVENT } from '#engine/guest-port.ts';
import { bundleKernel } from './bundle-kernel.ts';
import * as compiler from './compiler/compiler-entry.ts';
import { bothWays } from './testing/both-ways.ts';
import { COSTS, type RunOptions, runProgram } from './testing/run-program.ts';
import { type Realm, TypeScriptGuest } from './typescript-guest.ts';

const program = (name: string): string => readFileSync(new URL(`./testing/programs/${name}`, import.meta.url), 'utf8');

async function linesOf(source: string, options?: RunOptions): Promise<readonly string[]> {
  const { lines, failed } = await runProgram(`${source}\nexport default () => null;`, options);
  expect(failed).toBeNull();
  return lines;
}

describe("Node's own modules", () => {
  it('answer as in Node: util, assert, crypto, buffer, path, timers/promises, structuredClone, Date, Intl, process', async () => {
    const { native, guest } = await bothWays(program('platform.txt'));
    expect(guest).toBe(native);
  });

  it('that are not simulated are refused by name, with what there is', async () => {
    const { failed } = await runProgram("import dns from 'node:dns';\nexport default () => dns;");
    expect(failed).toMatch(/not simulated: import of 'node:dns'. Available: .*crypto/s);
    expect(
      await linesOf("import { createSign } from 'node:crypto';\ntry { createSign('x'); } catch (error) { console.log(error.name); }"),
    ).toEqual(['NotSimulated']);
  });
});

describe('time', () => {
  it('is virtual and begins on 1 January 2026', async () => {
    const lines = await linesOf(`
      console.log(new Date().toISOString().slice(0, 19), Math.floor(Date.now() / 1000), Date().slice(0, 15), Math.floor(performance.timeOrigin / 1000));
      setTimeout(() => console.log(new Date().toISOString().slice(0, 21), Math.floor(performance.now() / 100), process.hrtime()[0]), 2_500);`);
    expect(lines).toEqual(['2026-01-01T00:00:00 1767225600 Thu Jan 01 2026 1767225600', '2026-01-01T00:00:02.5 25 2']);
  });

  it('passes by CPU only: the loop is as busy as it was charged', async () => {
    const lines = await linesOf(`
      const before = performance.eventLoopUtilization();
      setTimeout(() => {
        for (let i = 0, n = 0; i < 20_000_000; i++) n += i;
        const { active, idle } = performance.eventLoopUtilization(before);
        console.log(active > 20, idle > 90, process.cpuUsage().user > 20_000);
      }, 100);`);
    expect(lines).toEqual(['true true true']);
  });
});

describe('randomness', () => {
  it('is seeded: the same run gives the same values', async () => {
    const source =
      "import { randomUUID, randomInt, randomBytes } from 'node:crypto';\nconsole.log(Math.random(), randomUUID(), randomInt(1000), randomBytes(4));";
    expect(await linesOf(source)).toEqual(await linesOf(source));
  });
});

describe('the pool of threads', () => {
  const HASHES = `
    import { scrypt, scryptSync } from 'node:crypto';
    const ends: number[] = [];
    for (let i = 0; i < 8; i++) scrypt('pw', 'salt', 16, () => { ends.push(Math.round(performance.now() / 10)); if (ends.length === 8) console.log(ends.join()); });
    setTimeout(() => console.log('free'), 10);`;

  it('derives four keys at once and leaves the loop free, if there are the cores', async () => {
    const lines = await linesOf(HASHES, { cpuCount: 8 });
    expect(lines[0]).toBe('free');
    expect(lines[1]).toMatch(/^(4,){4}(8,){3}8$/);
  });

  it('has no more cores than the machine', async () => {
    const [, ends] = await linesOf(HASHES, { cpuCount: 2 });
    expect(ends).toMatch(/^4,8,12,16,20,2[45],2[89],3[234]$/);
  });

  it('has as many threads as UV_THREADPOOL_SIZE says', async () => {
    const [, ends] = await linesOf(HASHES, { cpuCount: 16, env: { UV_THREADPOOL_SIZE: '8' } });
    expect(ends).toMatch(/^(4,){7}4$/);
  });

  it('has no part in what is called synchronously: the loop waits', async () => {
    const lines = await linesOf(
      "import { scryptSync } from 'node:crypto';\nscryptSync('pw', 'salt', 16);\nconsole.log(Math.round(performance.now() / 10));",
    );
    expect(lines).toEqual(['4']);
  });
});

describe('process', () => {
  it('has the environment of the world and the machine of a container', async () => {
    const lines = await linesOf(
      "import os from 'node:os';\nconsole.log(process.env.POOL, process.platform, os.cpus().length, os.availableParallelism(), process.pid, process.cwd());\nprocess.env.N = 5 as never; console.log(typeof process.env.N, process.memoryUsage().rss > 1e6);",
      { env: { POOL: '10' }, cpuCount: 3 },
    );
    expect(lines).toEqual(['10 linux 3 3 100 /app', 'string true']);
  });

  it('tells its listeners of what nobody has caught', async () => {
    const lines = await linesOf(
      "process.on('uncaughtException', (error, origin) => console.log(error.message, origin));\nsetTimeout(() => { throw new Error('late'); }, 1);\nprocess.emitWarning('careful', { code: 'W1' });",
    );
    expect(lines).toEqual(['(node:100) [W1] Warning: careful', 'late uncaughtException']);
  });
});

describe('what a program changes', () => {
  it('stays in its own worker: what workers share is frozen', async () => {
    const lines = await linesOf(`
      const told = (run: () => void) => { try { run(); return 'changed'; } catch (error) { return (error as Error).name; } };
      console.log(told(() => { (Array.prototype as any).map = 1; }), told(() => { (Date as any).now = 1; }), told(() => { (JSON as any).parse = 1; }),
        told(() => { (Map.prototype as any).get = 1; }), told(() => { (Buffer as any).from = 1; }), told(() => { (Intl as any).x = 1; }));`);
    expect(lines).toEqual(['TypeError TypeError TypeError TypeError TypeError TypeError']);
  });
});

describe('a realm that another kernel has patched and frozen', () => {
  it('gives the next kernel the same results: built-ins report to the kernel of the day', async () => {
    const script = new Script(await bundleKernel(fileURLToPath(new URL('../..', import.meta.url))));
    const context = createContext({});
    const source = `
      const sorted = Array.from({ length: 5_000 }, (_, i) => (i * 7) % 5_000).sort((a, b) => a - b);
      console.log(new Date().toISOString(), sorted[7], new Map([[1, 2]]), Intl.DateTimeFormat().resolvedOptions().timeZone, Math.random(), Buffer.from('a'));
      export default () => null;`;
    const run = () => {
      const guest = new TypeScriptGuest(script.runInContext(context) as Realm, '{}', compiler);
      guest.load({
        files: { 'main.ts': source },
        workers: 1,
        seed: 1,
        env: {},
        costs: COSTS,
        threadTokens: 4,
        cpuCount: 2,
        memoryBytes: 4e8,
      });
      const batch = { worker: 0, startNs: 0, horizonNs: 1e9, events: [EVENT.STARTUP, 0, 0, 0], texts: [''] };
      const { texts, countedNs } = guest.turn(batch, () => {
        throw new Error('no blocking calls here');
      });
      return { texts: [...texts], countedNs };
    };
    const first = run();
    expect(first.texts.join()).toContain('2026-01-01');
    expect(run()).toEqual(first);
  });
});
