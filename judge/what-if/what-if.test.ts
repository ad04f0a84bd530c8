// For each kind of limit a small world and program that fall by it, and what becomes of the stage without it.
import { beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../judge.ts';
import type { Report } from '../report.ts';
import type { Submission, Task } from '../task.ts';
import { type Language, type Machines, NAMES, openMachines, pairProgram, pairTask } from '../testing/pair-runs.ts';
import { measureWhatIf } from './what-if.ts';
import { type WhatIf, WhatIfReport } from './what-if-report.ts';

let machines: Machines;
beforeAll(async () => {
  machines = await openMachines();
}, 300_000);

const LANGUAGES: readonly Language[] = ['python', 'typescript'];

interface Outcome {
  readonly report: Report;
  readonly result: WhatIfReport;
  readonly first: WhatIf;
}

function run(task: Task, submission: Submission): Outcome {
  const host = { guest: machines.guests[submission.language], database: machines.database };
  const report = judge(task, submission, host);
  const result = measureWhatIf(task, submission, report, host);
  return { report, result, first: result.whatIf[0] as WhatIf };
}

const runPair = (program: string, language: Language, rps: number, p99Ms = 150) =>
  run(pairTask(rps, false, p99Ms), pairProgram(program, language));
const runText = (language: Language, text: string, rps: number, p99Ms = 150, seconds = 3) =>
  run(
    { ...pairTask(rps, false, p99Ms), ladder: [{ offeredRps: rps, seconds, warmupSeconds: 1 }] },
    { language, files: { [NAMES[language]]: text }, seed: 1 },
  );

const SCANS = `
import { Pool } from 'pg';
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 40 });
export default {
  async fetch(request: Request): Promise<Response> {
    const id = Number(new URL(request.url).pathname.split('/')[2]);
    const { rows } = await pool.query('SELECT count(*) AS notes FROM notes WHERE owner = $1', [id]);
    return Response.json(rows[0]);
  },
};
`;

const THREADS: Readonly<Record<Language, string>> = {
  python: `
import time
from fastapi import FastAPI
app = FastAPI()

@app.get("/orders/{id}")
def work(id: int):
    time.sleep(0.3)
    return {}
`,
  typescript: `
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
const derive = promisify(pbkdf2);
export default {
  async fetch(request: Request): Promise<Response> {
    await derive('secret', 'salt', 30_000, 32, 'sha256');
    return Response.json({});
  },
};
`,
};

const PROCESSES = `
import asyncio
import time
from concurrent.futures import ProcessPoolExecutor
from fastapi import FastAPI
app = FastAPI()
pool = ProcessPoolExecutor(2)

def heavy():
    time.sleep(0.03)
    return 1

@app.get("/orders/{id}")
async def work(id: int):
    return {"t": await asyncio.get_running_loop().run_in_executor(pool, heavy)}
`;

/** What the guests themselves lift (pool, semaphore, lock, step) in both; what the world lifts in one. */
const HELD: readonly { program: string; rps: number; kind: string; languages: readonly Language[]; p99Ms?: number }[] = [
  { program: 'held-over-call', rps: 400, kind: 'pool', languages: LANGUAGES },
  { program: 'small-semaphore', rps: 120, kind: 'semaphore', languages: LANGUAGES },
  { program: 'wide-lock', rps: 80, kind: 'lock', languages: LANGUAGES },
  { program: 'key-derivation', rps: 80, kind: 'step', languages: LANGUAGES },
  { program: 'rate-limit', rps: 100, kind: 'service', languages: ['typescript'] },
  { program: 'n-plus-one', rps: 2500, kind: 'cpu', languages: ['typescript'] },
  { program: 'hot-row', rps: 150, kind: 'rows', languages: ['python'] },
  { program: 'connection-per-request', rps: 500, kind: 'connections', languages: ['typescript'], p99Ms: 300 },
];

/** What all requests stand in line for. */
const IN_LINE: ReadonlySet<string> = new Set(['semaphore', 'lock', 'step']);

describe('what a stage would be without the limit that it fell by', () => {
  for (const { program, rps, kind, languages, p99Ms } of HELD) {
    for (const language of languages) {
      it(`${program} in ${language}: without its ${kind} more requests are answered in time`, () => {
        const { first, result, report } = runPair(program, language, rps, p99Ms);
        expect(WhatIfReport.parse(result)).toEqual(result);
        expect(result.report).toBe(report.hash);
        expect(first).toMatchObject({ kind, stage: 0, offeredRps: rps });
        expect(first.before.p99Ms).toBe(report.stages[0]?.latencyMs.p99);
        expect(first.after.goodputRps).toBeGreaterThan(first.before.goodputRps);
        if (kind !== 'step') expect(first.upperBound.limitedBy).not.toBe(first.resource);
        const [{ share } = { share: null }] = report.diagnosis;
        if (IN_LINE.has(kind)) expect(share).toBeGreaterThan(0.5);
        expect(share ?? 0).toBeLessThanOrEqual(1);
      });
    }
  }

  it('statements that fill the cores: with more of them the stage holds', () => {
    const { first } = runText('typescript', SCANS, 1400);
    expect(first).toMatchObject({ kind: 'database', before: { survived: false }, after: { survived: true }, nextCause: null });
    expect(first.text.en).toContain('it would hold');
  });

  for (const language of LANGUAGES) {
    it(`threads in ${language}: with more of them nobody waits for one`, () => {
      const [rps, p99Ms] = language === 'python' ? [180, 500] : [600, 60];
      const { first } = runText(language, THREADS[language], rps, p99Ms, 1);
      expect(first).toMatchObject({ kind: 'threads', before: { survived: false }, after: { survived: true } });
    });
  }

  it('processes are lifted with their cores', () => {
    const { first } = runText('python', PROCESSES, 150, 150, 1);
    expect(first.kind).toBe('processes');
    expect(first.after.p99Ms).toBeLessThan(first.before.p99Ms / 2);
  });

  it('a queue is lifted where its library makes the tasks', () => {
    const library = runPair('few-workers', 'typescript', 150);
    expect(library.first).toMatchObject({ kind: 'queue', after: { survived: true } });
  });

  it('says so where more of anything would not help', () => {
    const { first } = runPair('sequential-calls', 'typescript', 100);
    expect(first.text.en).toContain('next to nothing would change');
    expect(first.nextCause).toBe('api-slow');
  });

  it('is nothing where answers are wrong, or nothing fell', () => {
    expect(run(pairTask(300, true), pairProgram('lost-updates', 'typescript')).result.whatIf).toEqual([]);
    expect(runPair('small-semaphore', 'typescript', 20).result.whatIf).toEqual([]);
  });

  it('gives the same bytes each time, and leaves the run as it is', () => {
    const [one, other] = [runPair('wide-lock', 'typescript', 80), runPair('wide-lock', 'typescript', 80)];
    expect(other).toEqual(one);
    expect(one.result.hash).toMatch(/^[0-9a-f]{16}$/);
  });
});
