// Memory of workers: what each holds as its guest tells, and what happens when that is more than its container allows.
import { cancelOperation } from './cancel.ts';
import type { Restart } from './stage.ts';
import { BAD_GATEWAY, type StageRun } from './stage-run.ts';
import { HAPPENING } from './world/happening.ts';
import type { MemoryHolder, WorkerServer } from './world/worker.ts';

export function limitBytes(run: StageRun): number {
  return Math.round(run.options.world.workers.memoryMb * 1e6);
}

/** What held most in the fullest worker, when it last told. */
export function largestHolder(run: StageRun): MemoryHolder | null {
  const fullest = [...run.workers].sort((a, b) => b.memoryBytes - a.memoryBytes || a.index - b.index)[0];
  return fullest?.memoryHolder ?? null;
}

/** A MEMORY syscall. */
export function tellMemory(worker: WorkerServer, bytes: number, text: string): void {
  worker.memoryBytes = bytes;
  try {
    const { name, bytes: held, line } = JSON.parse(text) as MemoryHolder;
    worker.memoryHolder = { name: String(name).slice(0, 100), bytes: Number(held) || 0, line: Number(line) || 0 };
  } catch {
    worker.memoryHolder = null;
  }
}

/** At the end of a turn: true if the worker is killed then. Before load begins that is the end of the stage. */
export function outOfMemory(run: StageRun, worker: WorkerServer, endNs: number): boolean {
  if (worker.memoryBytes <= limitBytes(run)) return false;
  if (run.loading) {
    run.schedule(endNs, HAPPENING.KILLED, worker.index);
    return true;
  }
  const holder = worker.memoryHolder;
  const megabytes = Math.round(worker.memoryBytes / 1e6);
  run.fail('memory', `${megabytes} MB at start-up, more than the ${run.options.world.workers.memoryMb} MB of a worker`, holder?.line ?? 0);
  return false;
}

/** The process is gone: its connections are closed, what it was working on is answered by the load balancer. */
export function kill(run: StageRun, worker: WorkerServer): void {
  const now = run.nowNs;
  const tokens = run.tokens[worker.index];
  for (const operation of tokens?.values() ?? []) cancelOperation(run, operation, now);
  tokens?.clear();
  run.database.closeAll(worker.index, now);
  run.cache.closeAll(worker.index);
  const lost = [...run.requests.values()].filter((record) => record.worker === worker.index && !record.handled);
  const restart: Restart = {
    worker: worker.index,
    atNs: now - run.loadStartNs,
    memoryBytes: worker.memoryBytes,
    holder: worker.memoryHolder,
    lostRequests: lost.length,
  };
  run.recorder.restarts.push(restart);
  run.loop.failed(now);
  run.recorder.log(now, worker.index, 3, `killed: out of memory (${run.options.world.workers.memoryMb} MB)`);
  worker.stop();
  for (const record of lost) {
    record.handled = true;
    record.status = BAD_GATEWAY;
    record.body = '';
    run.schedule(now, HAPPENING.ANSWER, record.id);
  }
  run.schedule(now + Math.max(1, Math.round(run.options.world.workers.restartMs * 1e6)), HAPPENING.RESTARTED, worker.index);
}

/** The successor's program is loaded: it starts up as at the beginning of a stage. */
export function startAgain(run: StageRun, worker: WorkerServer): void {
  worker.down = false;
  worker.turnScheduled = false;
  worker.startUp(run.nowNs);
  run.wake(worker);
}
