// What a worker's program keeps, and what happens when that is more than its container allows.
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS, type StageRecording } from '#engine/stage.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from './node-python.ts';
import type { PythonGuest } from './python-guest.ts';
import { contentionWorld } from './testing/contention-world.ts';

let guest: PythonGuest;
let database: DatabasePort;
beforeAll(async () => {
  guest = await openNodePython();
  database = await openNodePostgres();
});

const HEAD = 'import asyncio, functools\nfrom collections import OrderedDict\nfrom fastapi import FastAPI\napp = FastAPI()\n';

/** One worker of 100 MB (30 MB beyond what an empty one takes), 50 requests/s for 6 s, a successor after 1 s. */
function run(program: string, options: { memoryMb?: number; maxConnections?: number; guest?: PythonGuest } = {}): StageRecording {
  const world = contentionWorld();
  return runStage({
    world: {
      ...world,
      workers: { ...world.workers, memoryMb: options.memoryMb ?? 100, restartMs: 1000 },
      database: { ...world.database, maxConnections: options.maxConnections ?? 60 },
      load: { ...world.load, requests: [{ method: 'GET', path: '/work', weight: 1 }], clientTimeoutMs: 5000 },
    },
    seed: 1,
    offeredRps: 50,
    seconds: 6,
    warmupSeconds: 0,
    files: { 'main.py': HEAD + program },
    guest: options.guest ?? guest,
    database,
    limits: DEFAULT_LIMITS,
  });
}

const route = (body: string) => `@app.get("/work")\nasync def work():\n${body.replaceAll(/^/gm, '    ')}\n`;

const GROWING: readonly (readonly [string, string, string, number])[] = [
  ['a dictionary', 'cache', `cache = {}\n${route('cache[len(cache)] = "x" * 200_000 + str(len(cache))')}`, 5],
  ['a list', 'seen', `seen = []\n${route('seen.append(bytes(200_000))')}`, 5],
  ['an unbounded queue', 'queue', `queue = asyncio.Queue()\n${route('queue.put_nowait({"body": bytearray(200_000)})')}`, 5],
  ['app.state', 'app.state.log', `app.state.log = []\n${route('app.state.log.append("x" * 200_000 + str(len(app.state.log)))')}`, 0],
  ['a class attribute', 'Store', `class Store:\n    items = []\n${route('Store.items.append(bytearray(200_000))')}`, 5],
  [
    'an object of the program',
    'store',
    `class Store:\n    def __init__(self):\n        self.items = {}\nstore = Store()\n${route('store.items[len(store.items)] = bytearray(200_000)')}`,
    8,
  ],
  [
    'functools.cache',
    'load',
    `n = 0\n@functools.cache\ndef load(key):\n    return bytearray(200_000)\n${route('global n\nn += 1\nload(n)')}`,
    7,
  ],
  [
    'a closure',
    'remember',
    `def make():\n    kept = []\n    def remember(x):\n        kept.append(x)\n    return remember\nremember = make()\n${route('remember(bytearray(200_000))')}`,
    10,
  ],
  [
    'requests that hold much while they wait',
    'open requests',
    route('data = bytearray(400_000)\nawait asyncio.sleep(4)\nreturn len(data)'),
    0,
  ],
];

describe('a worker that keeps more and more', () => {
  it.each(GROWING)('%s: it is killed, %s is named with its line, and its successor serves', (_what, name, program, line) => {
    const { restarts, outcomes, fault, memory } = run(program);
    expect(fault).toBeNull();
    expect(restarts.length).toBeGreaterThanOrEqual(1);
    expect(restarts[0]?.holder?.name).toBe(name);
    expect(restarts[0]?.holder?.line).toBe(line);
    expect(restarts[0]?.holder?.bytes).toBeGreaterThan(28_000_000);
    expect(restarts[0]?.memoryBytes).toBeGreaterThan(100_000_000);
    // Killed near the limit, not long after it.
    expect(restarts[0]?.memoryBytes).toBeLessThan(115_000_000);
    expect(outcomes['502']).toBeGreaterThanOrEqual(40);
    expect(outcomes['200']).toBeGreaterThanOrEqual(20);
    expect(Math.max(...memory.series)).toBeLessThanOrEqual(115_000_000);
  });

  it.each([
    [
      'a cache with a bound',
      `n = 0\ncache = OrderedDict()\n${route('global n\nn += 1\ncache[n] = bytearray(200_000)\nif len(cache) > 50:\n    cache.popitem(last=False)')}`,
    ],
    ['nothing at all', route('data = bytearray(200_000)\nreturn len(data)')],
    [
      'functools.lru_cache with a bound',
      `n = 0\n@functools.lru_cache(maxsize=50)\ndef load(key):\n    return bytearray(200_000)\n${route('global n\nn += 1\nload(n)')}`,
    ],
  ])('%s: it is not killed', (_what, program) => {
    const { restarts, outcomes } = run(program);
    expect(restarts).toEqual([]);
    expect(Object.keys(outcomes)).toEqual(['200']);
  });
});

describe('a kill', () => {
  const leak = `cache = {}\n${route('cache[len(cache)] = "x" * 200_000 + str(len(cache))\nawait asyncio.sleep(0.2)')}`;

  it('is the same in a second run, and in another interpreter', async () => {
    const other = await openNodePython();
    const hashes = [run(leak), run(leak), run(leak, { guest: other })].map((recording) => recording.hash);
    expect(new Set(hashes).size).toBe(1);
  });

  it('loses open requests and closes connections: the successor can open its pool', () => {
    const pool = `import asyncpg\ncache = []\n@app.on_event("startup")\nasync def start():\n    app.state.pool = await asyncpg.create_pool("postgresql://db", min_size=10, max_size=10)\n${route('cache.append(bytearray(200_000))\nreturn await app.state.pool.fetchval("SELECT 1")')}`;
    const { restarts, outcomes, fault } = run(pool, { maxConnections: 10 });
    expect(fault).toBeNull();
    expect(restarts.length).toBeGreaterThanOrEqual(1);
    expect(Object.keys(outcomes)).toEqual(['200', '502']);
  });

  it('runs no code of the dead process, and its tasks say nothing', () => {
    const program = `cache = []\n${route('cache.append(bytearray(200_000))\ntry:\n    await asyncio.sleep(3)\nfinally:\n    print("finally")')}`;
    const { restarts, console } = run(program);
    const killedNs = restarts[0]?.atNs ?? 0;
    expect(killedNs).toBeLessThan(3_000_000_000);
    expect(console.filter(({ timeNs, text }) => timeNs <= killedNs + 1_000_000_000 && text !== 'killed: out of memory (100 MB)')).toEqual(
      [],
    );
  });

  it('at start-up, before load begins, ends the stage', () => {
    const { fault } = run(`cache = [bytearray(1_000_000) for _ in range(60)]\n${route('return 1')}`);
    expect(fault).toMatchObject({ verdict: 'memory', line: 5 });
  });
});

describe('more memory than the simulation has', () => {
  it('is a verdict where the program leaves nothing to allocate from', () => {
    // The list has its room beforehand: to grow, it would want one large piece, and much is left when there is none.
    const program = `kept = [None] * 1_000_000\n${route('n = 0\nfor size in (100_000, 1_000, 100, 8):\n    try:\n        while True:\n            kept[n] = bytes(size)\n            n += 1\n    except MemoryError:\n        continue')}`;
    expect(run(program).fault).toMatchObject({ verdict: 'memory', message: expect.stringContaining('together need more than') });
  });

  it('is let go of when the next stage begins', () => {
    const filling = `kept = []\n${route('kept.append(bytes(2_500_000))')}`;
    for (let stage = 0; stage < 4; stage++) expect(Object.keys(run(filling, { memoryMb: 2000 }).outcomes)).toEqual(['200']);
  });
});
