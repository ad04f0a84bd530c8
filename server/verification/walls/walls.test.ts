import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DenoProcess, findDeno } from './deno-process.ts';
import { FRAME } from './frame.ts';
import type { Limits } from './limits.ts';
import { GuestBroken, PipeGuest } from './pipe-guest.ts';
import { probes } from './testing/probes.ts';
import { speaking } from './testing/speaking.ts';

const LIMITS: Limits = { memoryBytes: 400 * 1024 * 1024, silenceMs: 15_000, lifeMs: 30_000 };
const SECRET = 'canary-7f1c';
const deno = findDeno() ?? '';

let folder = '';
let server: Server;
let visitors = 0;
let port = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'canary-'));
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  process.env.SURGE_CANARY = SECRET;
  server = createServer((socket) => {
    visitors++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});
afterAll(() => {
  delete process.env.SURGE_CANARY;
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a program of one's own in the guest's place gets to know, probe by probe. */
async function outcomesOf(program: string): Promise<Record<string, string>> {
  const child = new DenoProcess(deno, program, LIMITS);
  try {
    child.pipe.send(FRAME.CALL, [], '');
    return JSON.parse(child.pipe.receive().text) as Record<string, string>;
  } finally {
    await child.close();
    expect(existsSync(child.folder)).toBe(false);
  }
}

describe("a guest's process, whatever runs in it,", () => {
  it('reads nothing, writes nothing, starts nothing and reaches nobody', async () => {
    const outcomes = await outcomesOf(probes({ folder, port, pid: process.pid }));
    expect(Object.keys(outcomes).length).toBeGreaterThan(25);
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome.startsWith('reached'))).toEqual([]);
    expect(JSON.stringify(outcomes)).not.toContain(SECRET);
    expect(readFileSync(join(folder, 'secret.txt'), 'utf8')).toBe(SECRET);
    expect(readdirSync(folder)).toEqual(['secret.txt']);
    // Whoever was called has had the time to answer.
    await new Promise((resolve) => setImmediate(resolve));
    expect(visitors).toBe(0);
  });

  it('is held by the walls alone: with all permissions the same probes get through', async () => {
    const program = join(folder, 'probes.mjs');
    writeFileSync(program, probes({ folder, port, pid: process.pid }));
    const open = spawn(deno, ['run', '--allow-all', '--no-config', '--no-npm', program], {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    open.stdin.end(new Uint8Array(Uint32Array.of(16, FRAME.CALL, 0, 0).buffer));
    let text = '';
    for await (const chunk of open.stdout) text += chunk;
    const outcomes = JSON.parse(text.slice(text.indexOf('{'))) as Record<string, string>;
    const reached = Object.values(outcomes).filter((outcome) => outcome.startsWith('reached'));
    expect(reached.length).toBeGreaterThan(20);
    expect(JSON.stringify(outcomes)).toContain(SECRET);
    expect(visitors).toBeGreaterThan(0);
  });

  it('leaves nothing for the next one', async () => {
    const keep = (text: string) =>
      speaking(`try { localStorage.left = ${text}; } catch {} answer({ left: String(globalThis.localStorage?.left) });`);
    await outcomesOf(keep('"by the first"'));
    expect(await outcomesOf(keep('localStorage.left + "!"'))).toEqual({ left: 'undefined!' });
  });
});

/** A guest whose process runs this after it was asked something. */
async function broken(script: string, limits = LIMITS): Promise<string> {
  const child = new DenoProcess(deno, speaking(script), limits);
  try {
    const guest = new PipeGuest('typescript', child.pipe, []);
    guest.load({ files: { 'main.ts': '' } } as never);
    guest.turn({ worker: 0, startNs: 0, horizonNs: 1, events: [], texts: [] }, () => ({ endNs: 0, a: 0, b: 0, text: '' }));
    return 'an answer';
  } catch (error) {
    if (!(error instanceof GuestBroken)) throw error;
    return child.wasKilled() ? child.end() : error.message;
  } finally {
    await child.close();
    expect(() => execFileSync('kill', ['-0', String(child.pid)], { stdio: 'ignore' })).toThrow();
  }
}

describe('a process that speaks out of turn', () => {
  const fine = 'returned({}); returned({ value: ["main.ts"] });';

  it.each([
    ['ends by itself', 'exit();', 'the process has ended by itself, or for want of memory'],
    ['ends as if all were well', `${fine} exit();`, 'the process has ended by itself, or for want of memory'],
    ['prints a result', 'raw("RESULT {\\"score\\":100}\\n".repeat(40));', /a frame of \d+ bytes/],
    ['answers before it is asked', `${fine.repeat(3)}`, /frame 2 instead|frame 2 in a turn|more than one frame/],
    ['loads what is not there', 'returned({}); returned({ value: ["/etc/passwd"] });', 'the guest has loaded a file that is not there'],
    ['names what every object has', 'returned({}); returned({ value: ["constructor"] });', 'the guest has loaded a file that is not there'],
    ['loads no list', 'returned({}); returned({ value: 7 });', /expected array/],
    ['names a frame larger than any', `${fine} next(); header(4000000000, 4, 0);`, 'a frame of 4000000000 bytes'],
    ['names more numbers than it sends', `${fine} next(); header(16, 4, 1000);`, '1000 numbers in 16 bytes'],
    ['tells of time that runs backwards', `${fine} turned([-5, -1, 0, 0, 0, 0]);`, 'a turn with negative figures'],
    ['tells of no number', `${fine} turned([NaN, -1, 0, 0, 0, 0]);`, /a turn with (negative figures|NaN)/],
    ['tells of fractions', `${fine} turned([0.5, -1, 0, 0, 0, 0]);`, 'a turn with 0.5'],
    ['makes a call that there is none of', `${fine} turned([0, -1, 0, 0, 0, 1, 99, 0, 0, 0, 0, 0, 0]);`, 'a message of kind 99'],
    ['says less than it counts', `${fine} turned([0, -1, 0, 0, 0, 3, 1, 0, 0, 0, 0, 0, 0]);`, 'a turn of the wrong length'],
    ['throws something strange', 'returned({ error: "x" });', "the guest's process failed: x"],
    ['is no JSON', 'frame(2, [], "{");', /JSON/],
    ['never answers', `${fine} for (;;) {}`, 'it gave no answer for too long', { silenceMs: 1000 }],
    [
      'never stops to ask',
      `${fine} next(); for (;;) { frame(5, [1, 0, 0, 0, 0, 0, 0, 0], ""); take(); }`,
      'it lived longer than a run may take',
      { lifeMs: 2000 },
    ],
    [
      'takes all memory',
      `${fine} const all = []; for (;;) all.push(new Uint8Array(1 << 24).fill(1));`,
      'it took more memory than a guest may have',
    ],
  ] as readonly [string, string, string | RegExp, Partial<Limits>?][])(
    '%s: the run ends with the reason',
    async (_, script, reason, limits = {}) => {
      const outcome = await broken(script, { ...LIMITS, ...limits });
      if (typeof reason === 'string') expect(outcome).toBe(reason);
      else expect(outcome).toMatch(reason);
    },
  );

  it('that keeps to its part is answered', async () => {
    expect(await broken(`${fine} turned([10, -1, 0, 1, 0, 0]);`)).toBe('an answer');
  });
});
