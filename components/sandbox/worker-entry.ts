// The sandbox worker: engine, judge, Postgres and the guest of one language together, behind the walls of an opaque-origin frame.
// Bundled on its own into public/runtime (cli/assets): the page fetches the text, the frame starts it from a blob.
// Each run gets a fresh interpreter, so that a warm worker and a cold one report the same bytes.

import type { DatabasePort } from '#engine/database-port.ts';
import { type Guest, GuestLoadError } from '#engine/guest-port.ts';
import type { ResourceSoFar } from '#engine/stage.ts';
import { judge } from '#judge/judge.ts';
import type { Report } from '#judge/report.ts';
import type { Submission, Task } from '#judge/task.ts';
import { stepWhatIf } from '#judge/what-if/what-if.ts';
import { createPostgres } from '#runtime/postgres/postgres-port.ts';
import type { FromSandbox, ResourceProgress, SandboxAssets, ToSandbox } from '#runtime/protocol.ts';
import { createPythonStarter } from '#runtime/python/browser-python.ts';
import { createTypeScriptStarter } from '#runtime/typescript/browser-typescript.ts';
import { runInSlices } from './in-slices.ts';
import { warmUp } from './warm-up.ts';

const scope = globalThis as unknown as {
  postMessage(message: FromSandbox): void;
  onmessage: ((event: MessageEvent<ToSandbox>) => void) | null;
};
// Taken before any guest code runs: a program that replaces the global cannot forge what the host says of itself by accident.
const post = scope.postMessage.bind(scope) as (message: FromSandbox) => void;

/** A program that makes pools without end is no reason for messages without end. The page takes no more (sandbox-message.ts). */
const MOST_RESOURCES = 200;

/** A picture that changes more often is not seen, and drawing it would hold up what matters. */
const TELL_EVERY_MS = 60;

interface Starter {
  /** A fresh guest. */
  start(): Guest | Promise<Guest>;
}

interface LastRun {
  readonly runId: number;
  readonly task: Task;
  readonly submission: Submission;
  readonly report: Report;
  readonly guest: Guest;
}

let starter: Starter | null = null;
let database: DatabasePort | null = null;
let nextGuest: Guest | Promise<Guest> | null = null;
/** What a what-if starts from. */
let lastRun: LastRun | null = null;
let runsAsked = 0;
let warmingUp = false;

async function load(assets: SandboxAssets): Promise<void> {
  const postgres = (async () => {
    post({ type: 'loading', what: 'postgres', done: false });
    database = await createPostgres({
      wasmModule: await WebAssembly.compile(assets.pgliteWasm),
      dataBundle: assets.pgliteData,
      image: assets.pgliteImage,
    });
    post({ type: 'loading', what: 'postgres', done: true });
  })();
  const guest = async () => {
    post({ type: 'loading', what: assets.language, done: false });
    starter = assets.language === 'python' ? await createPythonStarter(assets) : createTypeScriptStarter(assets);
    nextGuest = starter.start();
    await nextGuest;
    post({ type: 'loading', what: assets.language, done: true });
  };
  // A kernel of TypeScript changes the worker's own JavaScript objects: Postgres has to be there before.
  if (assets.language === 'typescript') await postgres;
  await Promise.all([guest(), postgres]);
}

async function run(runId: number, task: Task, submission: Submission): Promise<void> {
  if (!starter || !database) throw new Error('the runtimes are not loaded yet');
  const guest = await (nextGuest ?? starter.start());
  nextGuest = null;
  let toldMs = 0;
  const report = judge(task, submission, {
    guest,
    database,
    onStageStarted: (index, offeredRps) => post({ type: 'stage-started', runId, index, offeredRps }),
    onProgress: (index, { fraction, completed, inFlight, resources }) => {
      const nowMs = performance.now();
      if (nowMs - toldMs < TELL_EVERY_MS && fraction < 1) return;
      toldMs = nowMs;
      post({ type: 'progress', runId, index, fraction, completed, inFlight, resources: resources.slice(0, MOST_RESOURCES).map(inMs) });
    },
    onStageDone: (index, stage) => post({ type: 'stage-done', runId, index, stage }),
  });
  post({ type: 'report', runId, report });
  lastRun = { runId, task, submission, report, guest };
}

/** On the run's own interpreter, which nobody else needs any more. */
async function measureWhatIf(runId: number): Promise<void> {
  const run = lastRun;
  if (run?.runId !== runId || !database) return;
  lastRun = null;
  const asked = runsAsked;
  const dropped = () => runsAsked !== asked;
  const { task, submission, report, guest } = run;
  const result = await runInSlices(stepWhatIf(task, submission, report, { guest, database }), dropped);
  if (!dropped()) post({ type: 'what-if', runId, result });
}

function inMs({ meanWaitNs, ...figures }: ResourceSoFar): ResourceProgress {
  return { ...figures, meanWaitMs: meanWaitNs / 1e6 };
}

/** On an interpreter of its own, so that the next run's is as fresh as any. */
async function warmUpUnseen(task: Task, submission: Submission): Promise<void> {
  if (!starter || !database || warmingUp) return;
  warmingUp = true;
  const asked = runsAsked;
  const wanted = () => runsAsked !== asked;
  try {
    await warmUp(task, submission, { guest: await starter.start(), database, wanted });
  } finally {
    warmingUp = false;
  }
}

function describeFailure(runId: number, error: unknown): FromSandbox {
  if (error instanceof GuestLoadError) {
    return {
      type: 'run-failed',
      runId,
      kind: 'guest',
      message: error.message,
      traceback: error.traceback,
      file: error.file,
      line: error.line,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  const traceback = error instanceof Error ? (error.stack ?? '') : '';
  return { type: 'run-failed', runId, kind: 'internal', message, traceback, file: null, line: null };
}

scope.onmessage = (event) => {
  const message = event.data;
  if (message.type === 'load') {
    load(message.assets).then(
      () => post({ type: 'ready' }),
      (error: unknown) => post({ type: 'load-failed', message: error instanceof Error ? error.message : String(error) }),
    );
    return;
  }
  if (message.type === 'warm-up') {
    // A run works without it; on the console our tests hear of it.
    warmUpUnseen(message.task as Task, message.submission as Submission).catch((error: unknown) => console.error('warm-up', error));
    return;
  }
  if (message.type === 'what-if') {
    measureWhatIf(message.runId).catch((error: unknown) => {
      console.error('what-if', error);
      post({ type: 'what-if', runId: message.runId, result: null });
    });
    return;
  }
  runsAsked += 1;
  lastRun = null;
  run(message.runId, message.task as Task, message.submission as Submission)
    .catch((error: unknown) => post(describeFailure(message.runId, error)))
    .finally(() => {
      // The next run's interpreter is made while nobody waits.
      if (starter) nextGuest ??= starter.start();
    });
};
