// How a process ends by itself: an error that nothing caught, a rejection that nobody handles, process.exit. The stand-in of `process` lends its
// listeners; without them every such error is fatal.
import { SYSCALL } from '#engine/guest-port.ts';
import { end, placeOf, S, sourceOf, TurnOver } from './counters.ts';
import { describeError, describeValue } from './program.ts';
import { emit, stateOf, type Worker, worker } from './worker.ts';

export type CrashReason = 'uncaughtException' | 'unhandledRejection' | 'exit';

/** Calls the listeners of one of process's events; whether there was any. */
type EmitProcessEvent = (event: string, ...args: unknown[]) => boolean;

interface ProcessHooks {
  emit: EmitProcessEvent;
  /** process.exitCode, and sets it. */
  exitCode(set?: number): number;
}

const hooks = () => stateOf<ProcessHooks>('process events', () => ({ emit: () => false, exitCode: () => 0 }));

/** The worker's `process` listens from now on. */
export function setProcessHooks(given: ProcessHooks): void {
  Object.assign(hooks(), given);
}

/** Node's own error for a rejection with what is no Error. */
function rejectionError(reason: unknown): Error {
  const shown = typeof reason === 'string' ? reason : describeValue(reason);
  return Object.assign(
    new Error(
      `This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "${shown}".`,
    ),
    { name: 'UnhandledPromiseRejection', code: 'ERR_UNHANDLED_REJECTION' },
  );
}

/** Nobody handles the rejection: process.on('unhandledRejection') may, else it is an uncaught exception, as in Node since 15. */
export function unhandledRejection(at: Worker, reason: unknown, promise: unknown): void {
  if (guarded(at, () => hooks().emit('unhandledRejection', reason, promise))) return;
  uncaughtException(at, reason instanceof Error ? reason : rejectionError(reason), 'unhandledRejection');
}

/** A rejection that the process was told of has got a handler after all. */
export function rejectionHandled(at: Worker, promise: unknown): void {
  guarded(at, () => hooks().emit('rejectionHandled', promise));
}

/** process.on('uncaughtException') may handle it, else the process ends. */
export function uncaughtException(at: Worker, error: unknown, origin: Exclude<CrashReason, 'exit'> = 'uncaughtException'): void {
  const { emit: tell } = hooks();
  const handled = guarded(at, () => {
    tell('uncaughtExceptionMonitor', error, origin);
    return tell('uncaughtException', error, origin);
  });
  if (!handled) crash(at, origin, error);
}

/** process.exit(code): the code after it never runs. */
export function exitProcess(code: number): never {
  const at = worker();
  const line = S.l;
  hooks().exitCode(code);
  guarded(at, () => hooks().emit('exit', code));
  throw leave(at, 'exit', `process.exit(${code})`, line);
}

/** Nothing is left to run: 'beforeExit', whose listeners may make more of it. */
export function tellBeforeExit(): void {
  hooks().emit('beforeExit', hooks().exitCode());
}

/** The process ends because nothing is left to run: 'exit'. */
export function tellExit(): void {
  const code = hooks().exitCode();
  hooks().exitCode(code);
  hooks().emit('exit', code);
}

/** Whether the listeners handled it. One that throws ends the process itself. */
function guarded(at: Worker, run: () => boolean): boolean {
  try {
    return run();
  } catch (error) {
    if (S.f || error instanceof TurnOver) throw error;
    crash(at, 'uncaughtException', error);
  }
}

function crash(at: Worker, reason: CrashReason, error: unknown): never {
  const line = placeOf(error) || S.l;
  at.diedOf = error;
  const described = describeError(error);
  const source = sourceOf(line);
  emit(SYSCALL.LOG, 0, 3, 0, source === '' ? described : `${source}\n\n${described}`, 0);
  throw leave(at, reason, described, line);
}

function leave(at: Worker, reason: CrashReason, message: string, line: number): TurnOver {
  emit(SYSCALL.CRASH, 0, 0, 0, JSON.stringify({ reason, message: message.slice(0, 2000), line }), line);
  at.gone = true;
  return end('crashed', message, line);
}
