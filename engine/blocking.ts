// Blocking calls: a guest asks in the middle of its turn and cannot go on without the answer. The world answers at once
// and says when the answer will be there; the time that its stations spend on it is reserved ahead (reservations.ts).
// What such a statement changes is seen by others from the moment of asking, at most the call's own time too early.
import { type BlockingAnswer, type BlockingCall, SYSCALL, TIMED_OUT } from './guest-port.ts';
import { isCache, isDatabase, type StageRun } from './stage-run.ts';
import { closeConnection, connectTo, serviceOfExchange } from './turn.ts';
import { declaredCost } from './world/costs.ts';
import type { Operation } from './world/operation.ts';
import type { WorkerServer } from './world/worker.ts';

export function answerBlocking(run: StageRun, worker: WorkerServer, call: BlockingCall): BlockingAnswer {
  const { kind, a, nowNs, inThread } = call;
  if (!(nowNs >= run.nowNs) || !Number.isFinite(nowNs)) {
    run.fail('guest-crashed', `a blocking call at an impossible time (kind ${kind})`);
    return { endNs: run.nowNs, a: 1, b: 0, text: '' };
  }
  if (kind === SYSCALL.DB_CLOSE) {
    run.database.closeAt(a, nowNs);
    return { endNs: nowNs, a: 0, b: 0, text: '' };
  }
  if (kind === SYSCALL.CACHE_CLOSE) {
    run.cache.close(a);
    return { endNs: nowNs, a: 0, b: 0, text: '' };
  }
  if (kind === SYSCALL.HTTP_CLOSE) {
    closeConnection(run, a);
    return { endNs: nowNs, a: 0, b: 0, text: '' };
  }
  const operation = run.operations.add({
    worker: worker.index,
    token: 0,
    kind,
    line: call.line,
    request: call.request,
    handle: a,
    text: call.text,
    startedNs: nowNs,
    how: call.b,
  });
  const events = run.events.size;
  const answeredNs = endOf(run, operation, !inThread);
  const late = call.timeoutNs > 0 && answeredNs > nowNs + call.timeoutNs;
  const endNs = late ? nowNs + call.timeoutNs : answeredNs;
  // Nothing was reserved, or only the cache's thread: nobody will take it off the table.
  if (run.events.size === events || isCache(kind)) run.operations.remove(operation);
  run.recordOperation(operation, endNs, late);
  if (!inThread) worker.blockedNs.push({ costNs: declaredCost(run.costs, kind, call.a, call.b), untilNs: endNs });
  // The world works on for nobody; the caller loses its connection, as with CANCEL.
  if (late) {
    if (kind === SYSCALL.CACHE_CALL) run.cache.close(a);
    else if (kind === SYSCALL.CACHE_CONNECT) run.cache.close(operation.b);
    else if (kind === SYSCALL.DB_QUERY) run.database.closeAt(a, endNs);
    else if (kind !== SYSCALL.DB_CONNECT) closeConnection(run, kind === SYSCALL.HTTP_CONNECT ? operation.b : a);
    else if (operation.a === 0) run.database.closeAt(operation.b, endNs);
    return { endNs, a: TIMED_OUT, b: 0, text: '' };
  }
  const { answer } = operation;
  const known = kind === SYSCALL.DB_QUERY && operation.a === 0 && operation.b !== 0 && run.knows(operation.b);
  return { endNs, a: operation.a, b: operation.b, text: known ? '' : answer };
}

function endOf(run: StageRun, operation: Operation, onLoop: boolean): number {
  const askedNs = operation.startedNs;
  if (isDatabase(operation.kind)) return run.database.answerNow(operation, askedNs, run.nowNs, onLoop);
  if (isCache(operation.kind)) return run.cache.answerNow(operation, askedNs, run.nowNs);
  const found = operation.kind === SYSCALL.HTTP_CONNECT ? connectTo(run, operation) : serviceOfExchange(run, operation);
  return found ? found.answerNow(operation, askedNs, run.nowNs) : askedNs;
}
