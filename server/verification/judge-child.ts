// The trusted process that judges: one run after the other, as the verifier asks. It blocks while it does, so it is nobody else's.
import { Worker } from 'node:worker_threads';
import { loadRunnable } from '#catalogue/load.ts';
import type { Submission } from '#judge/task.ts';
import { judgeBehindWalls } from './walls/judge-behind-walls.ts';

export interface JudgeOrder {
  readonly challenge: string;
  readonly submission: Submission;
}

// Told, not asked for: it may be gone before this line is reached.
const parent = Number(process.argv[2]);
new Worker(new URL('./end-with-parent.mjs', import.meta.url), { workerData: { parent } }).unref();
process.on('message', async ({ challenge, submission }: JudgeOrder) => {
  const { task } = loadRunnable(challenge);
  process.send?.(await judgeBehindWalls(task, submission));
});
