import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Submission, Task } from '#judge/task.ts';
import { buildTask } from '#judge/testing/task-builder.ts';
import { type Judged, judgeBehindWalls } from './judge-behind-walls.ts';
import { pythonAttacks, type Surroundings, typescriptAttacks } from './testing/attacks.ts';

const SECRET = 'canary-51ad';
const folder = mkdtempSync(join(tmpdir(), 'canary-'));
const secretFile = join(folder, 'secret.txt');
/** Of this file alone: others judge at the same time. */
const temporary = mkdtempSync(join(tmpdir(), 'surge-attacks-'));
let server: Server;
let visitors = 0;
let around: Surroundings;

beforeAll(async () => {
  writeFileSync(secretFile, SECRET);
  process.env.SURGE_CANARY = SECRET;
  process.env.TMPDIR = temporary;
  server = createServer((socket) => {
    visitors++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  around = { secretFile, port: (server.address() as { port: number }).port, pid: process.pid };
});
afterAll(() => {
  delete process.env.SURGE_CANARY;
  server.close();
  rmSync(folder, { recursive: true, force: true });
  rmSync(temporary, { recursive: true, force: true });
});

/** A moment of load: where a program goes is decided at once. */
function shortTask(): Task {
  const task = buildTask();
  const load = { ...task.world.load, requests: [{ ...task.world.load.requests[0], method: 'GET', path: '/work', weight: 1 }] };
  return {
    ...task,
    world: { ...task.world, load } as Task['world'],
    ladder: [{ offeredRps: 200, seconds: 0.2, warmupSeconds: 0.1 }],
    expected: [],
  };
}

const judged = (language: Submission['language'], program: string) =>
  judgeBehindWalls(shortTask(), { language, files: { [language === 'python' ? 'main.py' : 'main.ts']: program }, seed: 1 });

/** What must hold after every program, whatever it was told. */
async function expectNothingGained(outcome: Judged): Promise<void> {
  expect(JSON.stringify(outcome)).not.toContain(SECRET);
  expect(readFileSync(secretFile, 'utf8')).toBe(SECRET);
  expect(readdirSync(folder)).toEqual(['secret.txt']);
  await new Promise((resolve) => setImmediate(resolve));
  expect(visitors).toBe(0);
  if (outcome.verdict !== 'report') expect(JSON.stringify(outcome)).toMatch(/"(message|reason)":".+"/);
  else expect(outcome.report.hash).not.toBe('0000000000000000');
}

const HONEST = {
  python: 'from fastapi import FastAPI\napp = FastAPI()\n\n@app.get("/work")\nasync def work():\n    return {"ok": True}\n',
  typescript: 'export default { async fetch(): Promise<Response> { return Response.json({ ok: true }); } };\n',
};

/** First causes of those that do not simply go on after they were refused. */
const ENDS: Readonly<Record<Submission['language'], Readonly<Record<string, string>>>> = {
  python: {
    'never ends': 'endless-loop',
    'swallows every end': 'endless-loop',
    'takes memory': 'guest-error',
    'recurses deeply': 'guest-error',
    'floods the console': 'too-much-output',
  },
  typescript: {
    'loads a module of the host': 'startup-failed',
    'changes what the kernel uses': 'startup-failed',
    'answers with a trap': 'endless-loop',
    'answers with a promise of itself': 'endless-loop',
    'never ends': 'endless-loop',
    'ends never, politely': 'endless-loop',
    'takes memory': 'not verified',
    'recurses deeply': 'stack-overflow',
    'matches for ever': 'endless-loop',
    'floods the console': 'too-much-output',
    'rejects and nobody listens': 'worker-crashed',
  },
};
const nameOf = (outcome: Judged) => (outcome.verdict === 'report' ? outcome.report.diagnosis[0]?.cause : outcome.verdict);

it('would be seen if a program gained something', async () => {
  const nothing: Judged = { verdict: 'not verified', reason: 'it spoke out of turn' };
  await expectNothingGained(nothing);
  await expect(expectNothingGained({ ...nothing, reason: `it says ${SECRET}` })).rejects.toThrow();
  writeFileSync(`${secretFile}.mine`, '');
  await expect(expectNothingGained(nothing)).rejects.toThrow();
  rmSync(`${secretFile}.mine`);
  await once(connect(around.port, '127.0.0.1'), 'close');
  await expect(expectNothingGained(nothing)).rejects.toThrow();
  visitors = 0;
  await expectNothingGained(nothing);
});

describe.each([
  ['python', pythonAttacks],
  ['typescript', typescriptAttacks],
] as const)('a hostile program in %s behind walls', (language, attacks) => {
  const names = Object.keys(attacks({ secretFile, port: 1, pid: 1 }));

  it.each(names)('that %s gains nothing, and how it ends is named', async (name) => {
    const outcome = await judged(language, attacks(around)[name] ?? '');
    await expectNothingGained(outcome);
    expect(nameOf(outcome)).toBe(ENDS[language][name] ?? 'none');
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('leaves nothing behind for the next run', async () => {
    const honest = await judged(language, HONEST[language]);
    await judged(language, attacks(around)[language === 'python' ? 'takes the loop in hand' : 'changes what the kernel uses'] ?? '');
    expect(await judged(language, HONEST[language])).toEqual(honest);
    expect(honest).toMatchObject({ verdict: 'report', report: { survivedRps: 200 } });
  });
});
