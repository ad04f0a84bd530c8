// Nobody waits for an operation any more: its time ran out, its task was cancelled, or its process is gone.
import { SYSCALL } from './guest-port.ts';
import { isCache, isDatabase, type StageRun } from './stage-run.ts';
import type { Operation } from './world/operation.ts';

export function cancelOperation(run: StageRun, operation: Operation, nowNs: number): void {
  operation.cancelled = true;
  if (isCache(operation.kind)) {
    if (run.cache.cancel(operation)) run.operations.remove(operation);
    return;
  }
  const server = isDatabase(operation.kind) ? run.database : run.services[operation.service];
  if (operation.kind === SYSCALL.HTTP_CONNECT) return;
  if (server?.cancel(operation, nowNs)) run.operations.remove(operation);
}
