// A worker whose process has ended, by its own doing or because it was killed: what it held is gone, and a successor starts.
import { cancelOperation } from './cancel.ts';
import type { Restart } from './stage.ts';
import { BAD_GATEWAY, type StageRun } from './stage-run.ts';
import { HAPPENING } from './world/happening.ts';
import type { Crash, WorkerServer } from './world/worker.ts';

const REASONS: readonly string[] = ['uncaughtException', 'unhandledRejection', 'exit'] satisfies readonly Crash['reason'][];

/** A CRASH syscall. Before load begins it is a start-up that failed. */
export function tellCrash(run: StageRun, worker: WorkerServer, text: string): void {
  let told: Partial<Crash> = {};
  try {
    told = JSON.parse(text) as Partial<Crash>;
  } catch {
    // Not JSON: nothing is known of it but that it ended.
  }
  const reason = REASONS.includes(String(told.reason)) ? (told.reason as Crash['reason']) : 'exit';
  const crash: Crash = { reason, message: String(told.message ?? ''), line: Number(told.line) || 0 };
  if (run.loading) worker.crash = crash;
  else run.fail('startup-failed', crash.message, crash.line);
}

/** At the end of a turn: true if its process has ended itself in it. */
export function crashed(run: StageRun, worker: WorkerServer, endNs: number): boolean {
  if (worker.crash === null) return false;
  run.schedule(endNs, HAPPENING.KILLED, worker.index);
  return true;
}

function wordEnd(run: StageRun, { cause }: Restart): string {
  if (cause === 'memory') return `killed: out of memory (${run.options.world.workers.memoryMb} MB)`;
  return `the process ended by itself (${cause === 'exit' ? 'process.exit' : cause})`;
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
    cause: worker.crash?.reason ?? 'memory',
    error: worker.crash && { message: worker.crash.message, line: worker.crash.line },
    memoryBytes: worker.memoryBytes,
    holder: worker.memoryHolder,
    lostRequests: lost.length,
  };
  run.recorder.restarts.push(restart);
  run.loop.failed(now);
  run.recorder.log(now, worker.index, 3, wordEnd(run, restart));
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
