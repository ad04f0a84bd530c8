// What a guest's turn means for the world: each syscall at its own local time. The guest is not trusted: what it sends
// is checked, and its clock is computed again from the counted CPU and the declared costs.
import { cancelOperation } from './cancel.ts';
import { type GuestTurn, SYSCALL, SYSCALL_FIELDS } from './guest-port.ts';
import type { GuestResource } from './guest-resources.ts';
import { liftsStep } from './lift.ts';
import { outOfMemory, tellMemory } from './memory.ts';
import { crashed, tellCrash } from './restart.ts';
import type { SpanKind } from './stage.ts';
import type { StageRun } from './stage-run.ts';
import type { TokenTable } from './token-table.ts';
import { declaredCost } from './world/costs.ts';
import { HAPPENING } from './world/happening.ts';
import type { Operation } from './world/operation.ts';
import type { ServiceServer } from './world/service.ts';
import type { WorkerServer } from './world/worker.ts';

const WAIT_SPANS: Readonly<Record<string, SpanKind>> = {
  pool: 'acquire',
  lock: 'wait',
  semaphore: 'wait',
  threads: 'wait',
  processes: 'wait',
};

/** Applies a turn that began at startNs; the worker is then occupied until the turn's end. */
export function applyTurn(run: StageRun, worker: WorkerServer, startNs: number, turn: GuestTurn): void {
  const { syscalls, texts } = turn;
  const count = texts.length;
  let declaredNs = 0;
  let idleNs = 0;
  let countedBefore = 0;
  // Of steps that run beside the loop.
  let liftedNs = 0;
  const answers: number[] = [];
  const { recorder, loading } = run;
  let ranToNs = startNs;
  const { lift } = run.options;
  // Of those that were made beside the loop: later than the turn's end.
  const answersAtNs = new Map<number, number>();
  // One for all: a turn makes dozens, and nothing keeps one.
  const call: Call = { kind: 0, token: 0, line: 0, a: 0, b: 0, request: 0, text: '', nowNs: 0, namedNs: 0 };
  for (let i = 0; i < count; i++) {
    const at = i * SYSCALL_FIELDS;
    const kind = syscalls[at] as number;
    if (kind === SYSCALL.CALLED) {
      recorder.profile.called(syscalls[at + 3] as number, syscalls[at + 1] as number, texts[i] as string);
      continue;
    }
    const countedNs = syscalls[at + 2] as number;
    const a = syscalls[at + 4] as number;
    const b = syscalls[at + 5] as number;
    if (!(countedNs >= countedBefore) || !Number.isFinite(countedNs) || !(a >= 0) || !(b >= 0)) {
      run.fail('guest-crashed', `a malformed message from the guest (kind ${kind})`);
      return;
    }
    countedBefore = countedNs;
    let waitsNs = kind === SYSCALL.BLOCK ? a : 0;
    let namedNs = kind === SYSCALL.RAN ? a : 0;
    if (kind === SYSCALL.BLOCKING) {
      const blocked = worker.blockedNs.shift();
      const fromNs = startNs + countedNs + declaredNs - liftedNs;
      const waitedNs = blocked ? blocked.untilNs - fromNs - blocked.costNs : -1;
      if (!blocked || waitedNs < 0) {
        run.fail('guest-crashed', 'the guest told of a blocking call that it did not make, or at another time');
        return;
      }
      declaredNs += blocked.costNs + waitedNs;
      waitsNs = waitedNs;
      namedNs = blocked.costNs;
    } else {
      const costNs = declaredCost(run.costs, kind, a, b);
      declaredNs += costNs;
      if (costNs > waitsNs) namedNs = costNs - waitsNs;
    }
    idleNs += waitsNs;
    call.kind = kind;
    call.token = syscalls[at + 1] as number;
    call.line = syscalls[at + 3] as number;
    call.a = a;
    call.b = b;
    call.request = syscalls[at + 6] as number;
    call.text = texts[i] as string;
    call.nowNs = startNs + countedNs + declaredNs - liftedNs;
    call.namedNs = namedNs;
    if (lift !== undefined) {
      if (kind === SYSCALL.SLOW_STEP && liftsStep(lift, call.line, call.text)) {
        liftedNs += a;
        continue;
      }
      if (kind === SYSCALL.RESPOND) answersAtNs.set(call.token, call.nowNs);
    }
    if (loading && call.nowNs > ranToNs) {
      recorder.ran(worker.index, ranToNs, call.nowNs, waitsNs, call);
      ranToNs = call.nowNs;
    }
    apply(run, worker, call, answers);
    if (run.fault || worker.crash) break;
  }
  const endNs = startNs + Math.max(turn.countedNs, countedBefore) + declaredNs - liftedNs;
  run.loop.busyBetween(startNs, endNs);
  if (loading && endNs > ranToNs) recorder.ran(worker.index, ranToNs, endNs, 0, NOBODY);
  worker.busyUntilNs = endNs;
  // A process that sleeps in the middle of a turn has let go of its core; here it does so at the end.
  if (run.options.world.database.sharesCores) run.schedule(Math.max(startNs, endNs - idleNs), HAPPENING.CORE_FREE, worker.index);
  run.steps += turn.steps;
  worker.tasks = turn.tasks;
  worker.readyLeft = turn.readyLeft;
  // Answers of one turn leave together at its end, as under uvloop.
  for (const request of answers) run.schedule(Math.max(endNs, answersAtNs.get(request) ?? 0), HAPPENING.ANSWER, request);
  if (crashed(run, worker, endNs) || outOfMemory(run, worker, endNs)) {
    worker.turnScheduled = true;
    return;
  }
  if (worker.pending > 0 || turn.readyLeft) {
    if (!worker.turnScheduled) {
      worker.turnScheduled = true;
      run.schedule(endNs, HAPPENING.TURN, worker.index);
    }
  }
  if (turn.nextTimerNs >= 0 && turn.nextTimerNs !== worker.timerNs) {
    worker.timerNs = turn.nextTimerNs;
    worker.timerGeneration++;
    const dueNs = turn.nextTimerNs + Math.round(run.options.world.workers.timerSlackUs * 1000);
    run.schedule(Math.max(dueNs, endNs), HAPPENING.TIMER, worker.index, worker.timerGeneration);
  } else if (turn.nextTimerNs < 0) {
    worker.timerNs = -1;
    worker.timerGeneration++;
  }
}

/** Whoever ran after a turn's last syscall. */
const NOBODY = { kind: 0, request: 0, line: 0, text: '', namedNs: 0 };

interface Call {
  kind: number;
  token: number;
  line: number;
  a: number;
  b: number;
  request: number;
  text: string;
  nowNs: number;
  /** Of its CPU, what a library or a built-in took. */
  namedNs: number;
}

function apply(run: StageRun, worker: WorkerServer, call: Call, answers: number[]): void {
  switch (call.kind) {
    case SYSCALL.DB_CONNECT:
    case SYSCALL.DB_QUERY:
      run.database.submit(open(run, worker, call), call.nowNs);
      return;
    case SYSCALL.DB_CLOSE:
      run.database.close(call.a, call.nowNs);
      return;
    case SYSCALL.HTTP_CONNECT:
      connect(run, worker, call);
      return;
    case SYSCALL.HTTP_REQUEST:
      exchange(run, worker, call);
      return;
    case SYSCALL.HTTP_CLOSE:
      closeConnection(run, call.a);
      return;
    case SYSCALL.CACHE_CONNECT:
    case SYSCALL.CACHE_CALL:
      run.cache.submit(open(run, worker, call), call.nowNs);
      return;
    case SYSCALL.CACHE_CLOSE:
      run.cache.close(call.a);
      return;
    case SYSCALL.CANCEL:
      cancel(run, worker, call);
      return;
    case SYSCALL.ACCEPT:
      accept(run, call);
      return;
    case SYSCALL.RESPOND:
      respond(run, worker, call, answers);
      return;
    case SYSCALL.BLOCKING:
      return;
    case SYSCALL.BLOCK:
      span(run, call, 'block', call.text || 'blocked', call.nowNs - call.a, 0, 'event loop');
      return;
    case SYSCALL.RESOURCE:
      run.resources.declare(worker.index, call.token, call.a, call.text);
      return;
    case SYSCALL.WAITED:
      waited(run, worker, call);
      return;
    case SYSCALL.HELD:
      held(run, worker, call);
      return;
    case SYSCALL.LOG:
      run.recorder.log(call.nowNs, worker.index, call.a, call.text);
      return;
    case SYSCALL.SLOW_STEP:
      if (run.recorder.inWindow(call.nowNs)) run.recorder.lineWaits.slowStep(call);
      run.recorder.lanes.slowStep(worker.index, call.nowNs, call.a, call.line, call.text);
      return;
    case SYSCALL.MEMORY:
      tellMemory(worker, call.a, call.text);
      return;
    case SYSCALL.CRASH:
      tellCrash(run, worker, call.text);
      return;
    case SYSCALL.STARTED:
      if (call.a === 0) worker.started = true;
      else run.fail('startup-failed', call.text);
      return;
    case SYSCALL.HTTP_CLIENT:
    case SYSCALL.THREAD_HOP:
    case SYSCALL.RAN:
      return;
    case SYSCALL.FAULT:
      faulted(run, worker, call);
      return;
    default:
      run.fail('guest-crashed', `the guest sent an unknown message (kind ${call.kind})`);
  }
}

function open(run: StageRun, worker: WorkerServer, call: Call) {
  const { kind, token, line, request, text, nowNs, a } = call;
  const tokens = run.tokens[worker.index] as TokenTable<unknown>;
  if (tokens.has(token)) run.fail('guest-crashed', `the guest used operation ${token} twice`);
  const operation = run.operations.add({
    worker: worker.index,
    token,
    kind,
    line,
    request,
    handle: a,
    text,
    startedNs: nowNs,
    how: call.b,
  });
  const record = run.requests.get(request);
  if (record) record.open++;
  run.tokens[worker.index]?.set(token, operation);
  return operation;
}

/** Index of the service whose base URL begins the URL; the longest wins; -1: none. */
function serviceOf(run: StageRun, url: string): number {
  let best = -1;
  run.services.forEach((service, index) => {
    const base = service.world.baseUrl;
    const fits = url === base || url.startsWith(`${base}/`) || url.startsWith(`${base}?`);
    if (fits && base.length > (run.services[best]?.world.baseUrl.length ?? 0)) best = index;
  });
  return best;
}

function connect(run: StageRun, worker: WorkerServer, call: Call): void {
  const operation = open(run, worker, call);
  const service = connectTo(run, operation);
  if (service) service.submit(operation, call.nowNs);
  else run.complete(operation, call.nowNs, 0);
}

/** The service to which a connection opens; null: nobody listens there, and the operation says so. */
export function connectTo(run: StageRun, operation: Operation): ServiceServer | null {
  const origin = operation.text;
  const index = run.services.findIndex(({ world }) => world.baseUrl === origin || world.baseUrl.startsWith(`${origin}/`));
  if (index < 0) {
    const known = run.services.map((candidate) => candidate.world.baseUrl).join(', ');
    operation.a = 1;
    operation.answer = `nothing listens at ${origin}. Services of this world: ${known || 'none'}`;
    return null;
  }
  const connection = run.nextConnection++;
  run.connections.set(connection, index);
  operation.service = index;
  operation.b = connection;
  return run.services[index] ?? null;
}

function exchange(run: StageRun, worker: WorkerServer, call: Call): void {
  const operation = open(run, worker, call);
  const service = serviceOfExchange(run, operation);
  if (service) service.submit(operation, call.nowNs);
  else run.complete(operation, call.nowNs, 0);
}

/** The service that answers an exchange; null: its connection is closed, and the operation says so. */
export function serviceOfExchange(run: StageRun, operation: Operation): ServiceServer | null {
  const firstLine = operation.text.slice(0, operation.text.indexOf('\n'));
  const found = serviceOf(run, firstLine.slice(firstLine.indexOf(' ') + 1));
  const connected = run.connections.get(operation.handle);
  if (connected === undefined) {
    operation.answer = 'the connection is closed';
    return null;
  }
  operation.service = found >= 0 ? found : connected;
  return run.services[operation.service] ?? null;
}

export function closeConnection(run: StageRun, connection: number): void {
  run.connections.delete(connection);
}

function cancel(run: StageRun, worker: WorkerServer, call: Call): void {
  const operation = run.tokens[worker.index]?.get(call.token);
  if (!operation) return;
  run.tokens[worker.index]?.delete(call.token);
  run.giveUp(operation, call.nowNs);
  cancelOperation(run, operation, call.nowNs);
}

function accept(run: StageRun, call: Call): void {
  const record = run.requests.get(call.token);
  if (!record) return;
  record.acceptedNs = call.nowNs;
  record.spans.push({
    kind: 'accept',
    label: 'event loop',
    line: 0,
    startNs: record.arrivedNs,
    endNs: call.nowNs,
    queueNs: call.nowNs - record.arrivedNs - run.costs.request,
    resource: 'event loop',
    lockNs: 0,
  });
}

function respond(run: StageRun, worker: WorkerServer, call: Call, answers: number[]): void {
  const record = run.requests.get(call.token);
  if (!record || record.handled || record.worker !== worker.index) {
    run.fail('guest-crashed', `the guest answered request ${call.token}, which is not open in this worker`);
    return;
  }
  record.handled = true;
  if (call.a >= 200 && call.a < 300) run.succeeded[record.template] = (run.succeeded[record.template] ?? 0) + 1;
  record.status = call.a;
  record.body = call.text;
  answers.push(call.token);
}

function span(run: StageRun, call: Call, kind: SpanKind, label: string, startNs: number, queueNs: number, resource: string): void {
  const record = run.requests.get(call.request);
  record?.spans.push({ kind, label, line: call.line, startNs, endNs: call.nowNs, queueNs, resource, lockNs: 0 });
}

function waited(run: StageRun, worker: WorkerServer, call: Call): void {
  const resource = run.resources.get(worker.index, call.token);
  if (!resource) return;
  const { meter, name, kind } = resource;
  const startNs = call.nowNs - call.a;
  meter.waited(call.nowNs, call.a);
  if (call.a > 0) {
    meter.queuedBetween(startNs, call.nowNs);
    meter.noteQueue(call.nowNs, call.b + 1);
    span(run, call, WAIT_SPANS[kind] ?? 'wait', name, startNs, call.a, name);
  }
  if (kind === 'pool') tookConnection(run, resource, call);
  if (run.recorder.inWindow(call.nowNs)) run.recorder.lineWaits.add(call.line, name, call.a, 0);
}

/** Who asks while it holds another one of the same pool, with nothing of its own under way, keeps it from others for as long as it waits. */
function tookConnection(run: StageRun, { name }: GuestResource, { request, token, line, a, nowNs }: Call): void {
  const record = run.requests.get(request);
  if (!record) return;
  record.held ??= new Map();
  const held = record.held.get(token) ?? 0;
  if (held > 0 && a > 0 && record.open === 0 && run.recorder.inWindow(nowNs)) run.recorder.nested.add(line, name, a, 0);
  record.held.set(token, held + 1);
}

function held(run: StageRun, worker: WorkerServer, call: Call): void {
  const { request, token, a, b, nowNs } = call;
  const resource = run.resources.get(worker.index, token);
  if (!resource) return;
  resource.meter.busyBetween(nowNs - a, nowNs);
  const ranIn = resource.kind === 'threads' || resource.kind === 'processes';
  if (ranIn && call.line > 0) span(run, call, 'thread', resource.name, nowNs - a - b, b, resource.name);
  if (resource.kind === 'threads') run.recorder.lanes.thread(worker.index, nowNs - a, nowNs);
  const record = run.requests.get(request);
  const count = record?.held?.get(token) ?? 0;
  if (count > 0) record?.held?.set(token, count - 1);
}

function faulted(run: StageRun, worker: WorkerServer, call: Call): void {
  let verdict = 'guest-crashed';
  let message = call.text;
  let line = call.line;
  try {
    const parsed = JSON.parse(call.text) as { verdict?: string; message?: string; line?: number };
    verdict = parsed.verdict ?? verdict;
    message = parsed.message ?? message;
    line = parsed.line ?? line;
  } catch {
    // Not JSON: the text itself is the message.
  }
  // Where memory ran out is chance; what took it is known from the last estimate.
  if (verdict === 'memory') line ||= worker.memoryHolder?.line ?? 0;
  run.fail(verdict, message, line);
}
