// One stage of a run. simulateStage is a generator: it never calls the guest itself but yields what it wants of it, so
// that the guest can sit beside the engine or behind a pipe. runStage drives it with a guest in the same process.
import { answerBlocking } from './blocking.ts';
import { finishStage } from './finish-stage.ts';
import type { BlockingAnswer, BlockingCall, GuestBatch, GuestTurn, StuckRequest } from './guest-port.ts';
import { RandomStream } from './random.ts';
import { resourcesSoFar } from './resource-books.ts';
import { kill, startAgain } from './restart.ts';
import type { StageOptions, StageRecording } from './stage.ts';
import { STARTUP_LIMIT_NS, StageRun } from './stage-run.ts';
import { applyTurn } from './turn.ts';
import { declaredCosts, wakeUpCost } from './world/costs.ts';
import { HAPPENING } from './world/happening.ts';
import type { Operation } from './world/operation.ts';
import type { WorkerServer } from './world/worker.ts';

/** What the simulation wants of its guest. */
export type GuestCall =
  | { readonly kind: 'turn'; readonly batch: GuestBatch }
  /** To a blocking call of the turn that runs; the turn goes on. */
  | { readonly kind: 'answer'; readonly answer: BlockingAnswer }
  /** A killed worker's program is loaded anew. */
  | { readonly kind: 'restart'; readonly worker: number }
  | { readonly kind: 'stuck'; readonly worker: number; readonly requests: readonly number[] };

/** What the guest gives back: to a turn (or an answer within it) another blocking call or the turn's end; nothing to a restart. */
export type GuestReply = GuestTurn | { readonly kind: 'blocking'; readonly call: BlockingCall } | StuckRequest[] | null;
type TurnReply = Exclude<GuestReply, StuckRequest[] | null>;

const STUCK_ASKED = 20;

/** Runs a stage whose guest is loaded and whose database is in its first state. */
export function* simulateStage(options: StageOptions): Generator<GuestCall, StageRecording, GuestReply> {
  const run = new StageRun(options);
  const { events } = run;
  const { sharesCores } = options.world.database;
  run.begin();
  while (!run.fault && events.next()) {
    run.nowNs = events.timeNs;
    if (run.nowNs > run.endNs()) {
      if (!run.loading) run.fail('startup-failed', `start-up did not end within ${STARTUP_LIMIT_NS / 1e9} s of virtual time`);
      break;
    }
    run.handled++;
    run.recorder.hash.number(events.timeNs);
    run.recorder.hash.number(events.kind * 1_000_000_000 + events.a);
    if (events.kind === HAPPENING.RESTARTED) {
      yield { kind: 'restart', worker: events.a };
      startAgain(run, run.workers[events.a] as WorkerServer);
    } else if (events.kind === HAPPENING.TURN) {
      const worker = run.workers[events.a] as WorkerServer;
      if (worker.down) continue;
      // b: it has waited for its core.
      if (sharesCores && events.b === 0 && !run.database.coreForTurn(worker.index, run.nowNs)) continue;
      const batch = takeBatch(run, worker);
      let reply = (yield { kind: 'turn', batch }) as TurnReply;
      while ('call' in reply) reply = (yield { kind: 'answer', answer: answerBlocking(run, worker, reply.call) }) as TurnReply;
      applyTurn(run, worker, batch.startNs, reply);
      checkLimits(run, worker);
      if (!run.loading && run.workers.every((each) => each.started)) {
        run.nowNs = Math.max(...run.workers.map((each) => each.busyUntilNs));
        run.startLoad();
      }
    } else {
      handle(run, events.kind, events.a, events.b);
    }
    // The window is over and every request in it has its outcome.
    if (run.loading && run.nowNs >= run.window.endNs && run.recorder.openInWindow === 0) break;
  }
  if (!run.loading && !run.fault) run.fail('startup-failed', 'start-up waits for something that never happens');
  const stuck: StuckRequest[] = [];
  for (const worker of run.workers) {
    const unanswered = [...run.requests.values()].filter(
      (record) => record.worker === worker.index && !record.handled && record.acceptedNs >= 0,
    );
    if (unanswered.length === 0) continue;
    const requests = unanswered.slice(0, STUCK_ASKED).map((record) => record.id);
    stuck.push(...((yield { kind: 'stuck', worker: worker.index, requests }) as StuckRequest[]));
  }
  return finishStage(run, stuck);
}

function takeBatch(run: StageRun, worker: WorkerServer): GuestBatch {
  worker.turnScheduled = false;
  const { events, texts, dueNs } = worker.take();
  run.leaveOutKnown(events, texts);
  const startNs = run.nowNs + wakeUpCost(run.costs.wakeUp, run.nowNs - worker.busyUntilNs);
  run.loop.busyBetween(run.nowNs, startNs);
  for (const due of dueNs) {
    const lag = startNs - due;
    if (run.recorder.inWindow(startNs)) run.recorder.loopLag.add(lag);
    run.loop.waited(startNs, lag);
    if (lag > 0) run.loop.queuedBetween(due, startNs);
  }
  run.loop.noteQueue(startNs, texts.length);
  const lagNs = texts.length > 0 ? startNs - (dueNs[0] as number) : 0;
  run.recorder.lanes.turn(worker.index, startNs, lagNs, texts.length, worker.tasks, run.recorder.inWindow(startNs));
  // Until the next event nothing can come due for this worker, so its loop may go on by itself.
  const horizonNs = Math.max(startNs + 1, Math.min(run.events.peekNs(), run.endNs()));
  return { worker: worker.index, startNs, horizonNs, events, texts };
}

function handle(run: StageRun, kind: number, a: number, b: number): void {
  const now = run.nowNs;
  switch (kind) {
    case HAPPENING.ARRIVAL:
      run.arrive();
      return;
    case HAPPENING.TIMER: {
      const worker = run.workers[a] as WorkerServer;
      if (worker.timerGeneration !== b) return;
      worker.timerNs = -1;
      run.wake(worker);
      return;
    }
    case HAPPENING.DELIVERY:
      run.deliver(run.operations.get(a));
      return;
    case HAPPENING.DATABASE_ARRIVAL: {
      const operation = run.operations.get(a);
      if (operation.cancelled) {
        run.operations.remove(operation);
        return;
      }
      run.database.arrive(operation, now);
      return;
    }
    case HAPPENING.DATABASE_SERVED:
      run.database.served(run.operations.get(a), now);
      return;
    case HAPPENING.DATABASE_SLEPT:
      run.database.slept(run.operations.get(a), now);
      return;
    case HAPPENING.SERVICE_ARRIVAL: {
      const operation = run.operations.get(a);
      if (operation.cancelled) {
        run.operations.remove(operation);
        return;
      }
      run.services[operation.service]?.arrive(operation, now);
      return;
    }
    case HAPPENING.SERVICE_SERVED:
      run.services[run.operations.get(a).service]?.served(run.operations.get(a), now);
      return;
    case HAPPENING.BROWN_OUT:
      run.services[a]?.resize(now);
      return;
    case HAPPENING.CACHE_ARRIVAL:
      run.cache.arrive(run.operations.get(a), now);
      return;
    case HAPPENING.CACHE_TIMEOUT:
      run.cache.timeout(a, now);
      return;
    case HAPPENING.CLIENT_TIMEOUT:
      run.clientTimeout(a);
      return;
    case HAPPENING.ANSWER:
      run.answer(a);
      return;
    case HAPPENING.RESERVED_BEGIN:
      reserved(run, run.operations.get(a), true);
      return;
    case HAPPENING.RESERVED_END:
      reserved(run, run.operations.get(a), false);
      return;
    case HAPPENING.STATEMENT_TIMEOUT:
      run.database.statementTimeout(a, now);
      return;
    case HAPPENING.DEADLOCK_CHECK:
      run.database.checkDeadlock(a, b, now);
      return;
    case HAPPENING.LOCK_TIMEOUT:
      run.database.lockTimeout(a, b, now);
      return;
    case HAPPENING.LOCKS_RELEASED:
      run.database.locksReleased(a, now);
      return;
    case HAPPENING.CORE_FREE:
      run.database.turnDone(now);
      return;
    case HAPPENING.DATABASE_CLOSE:
      run.database.close(a, now);
      return;
    case HAPPENING.KILLED:
      kill(run, run.workers[a] as WorkerServer);
      return;
    case HAPPENING.WORLD_EVENT:
      run.options.database.setVirtualTime(now);
      run.options.database.ownerExecute(run.options.world.events[a]?.sql ?? '');
      return;
    case HAPPENING.MARK:
      mark(run);
      return;
    case HAPPENING.WINDOW:
      run.recorder.openAtStart = run.recorder.open;
      return;
    default:
      throw new Error(`unknown event ${kind}`);
  }
}

function reserved(run: StageRun, operation: Operation, begins: boolean): void {
  const now = run.nowNs;
  const server = operation.service < 0 ? run.database : run.services[operation.service];
  if (begins) server?.reservedBegin(operation, now);
  else {
    server?.reservedEnd(operation, now);
    run.operations.remove(operation);
  }
}

/** Progress for the page, and the open requests of the series. */
function mark(run: StageRun): void {
  const total = run.window.endNs - run.loadStartNs;
  run.recorder.markOpen(run.nowNs);
  run.recorder.memory.push(Math.max(...run.workers.map((worker) => worker.memoryBytes)));
  if (run.nowNs === run.window.endNs) run.recorder.unfinished = run.recorder.openInWindow;
  run.options.onProgress?.({
    fraction: (run.nowNs - run.loadStartNs) / total,
    virtualNs: run.nowNs - run.loadStartNs,
    completed: run.recorder.completed,
    inFlight: run.recorder.open,
    resources: run.nowNs > run.window.startNs ? resourcesSoFar(run) : [],
  });
}

function checkLimits(run: StageRun, worker: WorkerServer): void {
  const { limits } = run.options;
  if (run.steps > limits.steps) run.fail('too-many-steps', `more than ${limits.steps} task steps in one stage`);
  if (worker.tasks > limits.tasks) run.fail('too-many-tasks', `more than ${limits.tasks} requests open in one worker`);
  if (run.handled > limits.events) run.fail('too-many-events', `more than ${limits.events} events in one stage`);
}

/** Runs a stage with the guest in this process. Throws GuestLoadError. */
export function runStage(options: StageOptions): StageRecording {
  prepareStage(options);
  const serve = guestOf(options);
  let step = serve(null);
  while (!step.done) step = serve(step.value);
  return step.value;
}

/** The same in steps of one turn, for a host that has other things to do. Throws GuestLoadError. */
export function* stepStage(options: StageOptions): Generator<void, StageRecording> {
  prepareStage(options);
  const serve = guestOf(options);
  let step = serve(null);
  while (!step.done) {
    yield;
    step = serve(step.value);
  }
  return step.value;
}

/** Gives the stage what it wants of its guest, and says what it wants next. Null: it begins. */
function guestOf(options: StageOptions): (wanted: GuestCall | null) => IteratorResult<GuestCall, StageRecording> {
  const { guest } = options;
  const stage = simulateStage(options);
  const ask = (call: BlockingCall) => askStage(stage, call);
  return (wanted) => {
    if (wanted === null) return stage.next();
    if (wanted.kind === 'turn') return stage.next(guest.turn(wanted.batch, ask));
    if (wanted.kind === 'stuck') return stage.next(guest.stuck(wanted.worker, wanted.requests));
    if (wanted.kind === 'answer') throw new Error('an answer without a blocking call');
    guest.restart(wanted.worker);
    return stage.next(null);
  };
}

/** In the middle of a turn: the stage answers a blocking call and waits for the turn again. */
function askStage(stage: ReturnType<typeof simulateStage>, call: BlockingCall): BlockingAnswer {
  const { done, value } = stage.next({ kind: 'blocking', call });
  if (done || value.kind !== 'answer') throw new Error('a blocking call was left without an answer');
  return value.answer;
}

/** Resets the database and loads the program. */
function prepareStage({ world, guest, database, seed, files, lift }: StageOptions): void {
  database.reset(world.database.schemaSql);
  guest.load({
    files,
    workers: world.workers.simulated,
    seed: new RandomStream(seed, 'guest').bits(),
    env: world.env,
    costs: declaredCosts(world),
    threadTokens: world.workers.threadTokens,
    cpuCount: world.workers.cpuCount,
    memoryBytes: Math.round(world.workers.memoryMb * 1e6),
    ...(lift === undefined ? {} : { lift }),
  });
}
