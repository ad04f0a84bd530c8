// Rehearses the challenge's starter, unseen, while nobody waits for anything: when the first run begins, the browser has
// compiled the hot code of Python, Postgres and the engine, and the tables have been made. Nothing of it reaches a report:
// every run has a fresh interpreter and resets the database.
import type { DatabasePort } from '#engine/database-port.ts';
import type { Guest } from '#engine/guest-port.ts';
import { rehearse } from '#judge/judge.ts';
import type { Submission, Task } from '#judge/task.ts';

/** Real time without a look at the worker's messages: what a run that is asked for meanwhile waits, but for one long step. */
const SLICE_MS = 20;
/** Real time in all; afterwards the rest of the gain is small. */
const BUDGET_MS = 4_000;

export interface WarmUpHost {
  readonly guest: Guest;
  readonly database: DatabasePort;
  /** True as soon as somebody waits: the warm-up ends. */
  readonly wanted: () => boolean;
}

export async function warmUp(task: Task, submission: Submission, host: WarmUpHost): Promise<void> {
  const steps = rehearse(task, submission, host);
  let spentMs = 0;
  while (spentMs < BUDGET_MS && !host.wanted()) {
    const startMs = performance.now();
    while (performance.now() - startMs < SLICE_MS) if (steps.next().done) return;
    spentMs += performance.now() - startMs;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
