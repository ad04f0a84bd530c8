// The tree of calls, for the same idea in both languages: the same functions below each other.
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import type { Guest } from '#engine/guest-port.ts';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS, type StageRecording } from '#engine/stage.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from '#runtime/python/node-python.ts';
import { contentionWorld } from '#runtime/python/testing/contention-world.ts';
import { openNodeTypeScript } from '#runtime/typescript/node-typescript.ts';
import { CALL_KINDS, type CallReport } from './call-report.ts';
import { measureCalls } from './measure-calls.ts';

const FILES = {
  python: {
    'main.py': `import asyncio, time
from fastapi import FastAPI
app = FastAPI()

def heavy(n):
    total = 0
    for i in range(n):
        total += i
    return total

async def first():
    await asyncio.sleep(0.001)
    return heavy(60000)

async def second():
    await asyncio.sleep(0.002)
    return heavy(20000)

def fails():
    raise ValueError("no")

def nap():
    time.sleep(0.01)

def again(depth):
    return heavy(20000) if depth == 0 else again(depth - 1)

@app.get("/work")
async def work():
    await first()
    await asyncio.gather(second(), asyncio.sleep(0.001))
    try:
        fails()
    except ValueError:
        heavy(20000)
    again(30)
    nap()
    return sorted([heavy(1) for _ in range(3)])
`,
  },
  typescript: {
    'main.ts': `const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function heavy(n: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += i;
  return total;
}

async function first() {
  await sleep(1);
  return heavy(3_000_000);
}

const second = async () => {
  await sleep(2);
  return heavy(1_000_000);
};

function fails() {
  throw new Error('no');
}

function again(depth: number): number {
  return depth === 0 ? heavy(1_000_000) : again(depth - 1);
}

async function work(): Promise<Response> {
  await first();
  await Promise.all([second(), sleep(1)]);
  try {
    fails();
  } catch {
    heavy(1_000_000);
  }
  again(30);
  return Response.json([1, 2, 3].map((each) => heavy(each)));
}
export default { fetch: work };
`,
  },
} as const;
type Language = keyof typeof FILES;

let guests: Readonly<Record<Language, Guest>>;
let database: DatabasePort;
beforeAll(async () => {
  guests = { python: await openNodePython(), typescript: await openNodeTypeScript() };
  database = await openNodePostgres();
}, 120_000);

function run(language: Language): StageRecording {
  return runStage({
    world: contentionWorld(),
    seed: 1,
    offeredRps: 20,
    seconds: 1,
    warmupSeconds: 0.2,
    files: FILES[language],
    guest: guests[language],
    database,
    limits: DEFAULT_LIMITS,
  });
}

/** Share of all by the functions on the way, "work > first > heavy". */
function byPath({ above, kind, name, names, cpuUs, blockedUs }: CallReport): Map<string, number> {
  const found = new Map<string, number>();
  const pathOf = (at: number): string[] => {
    if (at < 0) return [];
    const isNamed = ['function', 'blocked'].includes(CALL_KINDS[kind[at] as number] as string);
    return [...pathOf(above[at] as number), ...(isNamed ? [names[name[at] as number] ?? 'top'] : [])];
  };
  for (const [at, us] of cpuUs.entries()) {
    const path = pathOf(at).join(' > ');
    found.set(path, (found.get(path) ?? 0) + us + (blockedUs[at] as number));
  }
  return found;
}

describe.each(['python', 'typescript'] as const)('who called whom, %s:', (language) => {
  const treeOf = (recording: StageRecording) =>
    measureCalls(recording.profile, Object.keys(FILES[language]), { language, files: FILES[language] });

  it('is told through awaits, tasks of their own, errors and recursion', () => {
    const us = byPath(treeOf(run(language)));
    const heavy = (path: string) => us.get(`${path} > heavy`) ?? 0;
    expect(heavy('work > first') / heavy('work > second')).toBeCloseTo(3, 0);
    expect(heavy('work') / heavy('work > second')).toBeCloseTo(1, 0);
    expect(heavy('work > again') / heavy('work > second')).toBeCloseTo(1, 0);
    // Nothing is called by a function that has thrown, nor by itself.
    expect([...us.keys()].filter((path) => /fails >|again > again|^heavy|^first|^second/.test(path))).toEqual([]);
  });

  it('adds up to the profile by line, and is the same in every run', () => {
    const recording = run(language);
    const sum = (values: readonly { cpuNs: number; blockedNs: number }[]) => values.reduce((all, at) => all + at.cpuNs + at.blockedNs, 0);
    const { calls, lines } = recording.profile;
    expect(sum(calls.leaves)).toBe(sum(lines));
    expect(run(language).profile).toEqual(recording.profile);
  });
});

describe('a call that only blocks', () => {
  it('stands under the function that makes it', () => {
    const recording = run('python');
    const tree = measureCalls(recording.profile, ['main.py'], { language: 'python', files: FILES.python });
    expect(byPath(tree).get('work > nap > time.sleep')).toBeGreaterThan(0);
  });
});
