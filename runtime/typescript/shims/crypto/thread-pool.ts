// libuv's pool of threads, on which the asynchronous functions of node:crypto run: beside the loop, on the cores that the loop leaves.
import { S } from '../../kernel/counters.ts';
import { inFrame, ROOT } from '../../kernel/frame.ts';
import { setTimerAtNs } from '../../kernel/loop.ts';
import { nowNs, Resource, stateOf, worker } from '../../kernel/worker.ts';

const THREADS = 4;
const MOST_THREADS = 1024;

interface Pool {
  /** When each thread and each core is free, ns. */
  readonly threads: number[];
  readonly cores: number[];
  /** Ends of the tasks that are waiting or running, ns. */
  ends: number[];
  resource: Resource | null;
}

function makePool(): Pool {
  const { env, cpuCount } = worker().options;
  const size = Math.min(MOST_THREADS, Math.max(1, Number.parseInt(env.UV_THREADPOOL_SIZE ?? '', 10) || THREADS));
  const make = (count: number) => new Array<number>(count).fill(0);
  return { threads: make(size), cores: make(Math.max(1, cpuCount - 1)), ends: [], resource: null };
}

function earliest(times: readonly number[]): number {
  let found = 0;
  for (let i = 1; i < times.length; i++) if ((times[i] as number) < (times[found] as number)) found = i;
  return found;
}

/** As many threads as anybody could use, with cores of their own. */
function liftPool({ threads, cores }: Pool): void {
  for (const places of [threads, cores]) while (places.length < MOST_THREADS) places.push(0);
}

/** `done` is called as a callback of the loop once a thread has worked for `ns`. */
export function runOnThread(ns: number, done: () => void): void {
  const pool = stateOf('libuv threads', makePool);
  if (pool.resource === null) {
    pool.resource = new Resource('threads', 'libuv threads', pool.threads.length);
    if (pool.resource.lifted) liftPool(pool);
  }
  const { resource, threads, cores } = pool;
  const asked = nowNs();
  const line = S.l;
  const took = Math.round(ns * worker().options.costs.userCode);
  const thread = earliest(threads);
  const core = earliest(cores);
  // A thread that waits for a core has its task already.
  const taken = Math.max(asked, threads[thread] as number);
  const end = Math.max(taken, cores[core] as number) + took;
  threads[thread] = cores[core] = end;
  pool.ends = pool.ends.filter((each) => each > asked);
  const ahead = Math.max(0, pool.ends.length - threads.length + 1);
  pool.ends.push(end);
  setTimerAtNs(end, () => {
    // The wait ended long ago: only the span that follows knows when.
    inFrame(ROOT, () => resource.waited(taken - asked, taken > asked ? ahead : 0, line));
    resource.ran(end - taken, line, taken - asked);
    done();
  });
}
