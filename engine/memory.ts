// Memory of workers: what each holds as its guest tells, and the limit of its container.
import type { StageRun } from './stage-run.ts';
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
