// Queues between requests and a few tasks: what counts as waiting behind one, under load, in virtual time.
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS } from '#engine/stage.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from './node-python.ts';
import type { PythonGuest } from './python-guest.ts';
import { contentionWorld } from './testing/contention-world.ts';

const START = `
import asyncio
from fastapi import FastAPI, HTTPException

app = FastAPI()
jobs = asyncio.Queue(maxsize=MAXSIZE)

async def serve():
    while True:
        WORK

@app.on_event("startup")
async def startup():
    app.state.tasks = [asyncio.create_task(serve()) for _ in range(4)]

@app.get("/work")
async def work():
    done = asyncio.get_running_loop().create_future()
`;
const ONE = `done = await jobs.get()
        await asyncio.sleep(0.02)
        if not done.done():
            done.set_result(1)`;

let guest: PythonGuest;
let database: DatabasePort;
beforeAll(async () => {
  guest = await openNodePython();
  database = await openNodePostgres();
});

/** The queue as it was recorded at 300 requests/s for 2 s; four tasks of 20 ms serve 200. */
function run(request: string, work = ONE, maxsize = 0) {
  const start = START.replace('MAXSIZE', String(maxsize)).replace('WORK', work);
  const body = request.split('\n').map((line) => `    ${line}\n`);
  const recording = runStage({
    world: contentionWorld(),
    seed: 1,
    offeredRps: 300,
    seconds: 2,
    warmupSeconds: 0,
    files: { 'main.py': start + body.join('') },
    guest,
    database,
    checkResponse: () => 'right',
    limits: DEFAULT_LIMITS,
  });
  expect(recording.fault).toBeNull();
  return recording.resources.find(({ kind }) => kind === 'queue');
}

describe('a queue', () => {
  it('is a resource with the tasks that serve it, whether requests wait in it, for a place in it, or are refused', () => {
    const refuse = 'try:\n    jobs.put_nowait(done)\nexcept asyncio.QueueFull:\n    raise HTTPException(503)\nreturn await done';
    const open = run('await jobs.put(done)\nreturn await done');
    expect(open).toMatchObject({ name: 'Queue jobs (main.py:6)', servers: 4 });
    for (const queue of [open, run('await jobs.put(done)\nreturn await done', ONE, 20)]) {
      expect(queue?.utilisation).toBeGreaterThan(0.95);
      expect(queue?.meanWaitNs).toBeGreaterThan(200e6);
    }
    const short = run(refuse, ONE, 20);
    expect(short?.utilisation).toBeGreaterThan(0.95);
    expect(short?.meanWaitNs).toBeLessThan(110e6);
  });

  it('counts for requests that gave up waiting', () => {
    expect(run('await jobs.put(done)\nreturn await asyncio.wait_for(done, 0.1)')?.utilisation).toBeGreaterThan(0.95);
  });

  it('is none when nobody waits for what its tasks do, or when requests take things out of it', () => {
    expect(run('await jobs.put(done)\nawait asyncio.sleep(0.01)\nreturn 1')).toBeUndefined();
    expect(run('jobs.put_nowait(1)\nreturn 1', 'await jobs.get()\n        await asyncio.sleep(0.02)')).toBeUndefined();
    expect(run('jobs.put_nowait(1)\nawait asyncio.sleep(0)\nreturn await jobs.get()', 'await asyncio.sleep(1)')).toBeUndefined();
    expect(run('box = asyncio.Queue()\nbox.put_nowait(1)\nreturn await box.get()', 'await asyncio.sleep(1)')).toBeUndefined();
  });

  it('is not full for tasks that take all there is at a time', () => {
    const batch = `batch = [await jobs.get()]
        while not jobs.empty():
            batch.append(jobs.get_nowait())
        await asyncio.sleep(0.02)
        for done in batch:
            done.set_result(1)`;
    expect(run('await jobs.put(done)\nreturn await done', batch)?.utilisation).toBeLessThan(0.8);
  });
});
