// Watches a guest's process from a thread of its own, because the judge's thread waits for the pipe: how much memory it holds, how long it
// has been silent and how long it has lived. What goes too far is killed with its whole group. JavaScript, as a thread is started without a loader.
import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/** @type {{ pid: number, limits: import('./limits.ts').Limits, shared: SharedArrayBuffer, WORDS: typeof import('./limits.ts').WORDS, END: typeof import('./limits.ts').END }} */
const { pid, limits, shared, WORDS, END } = workerData;
const words = new Int32Array(shared);
const PAGE_BYTES = 4096;
const POLL_MS = 25;
const bornMs = performance.now();
let frames = 0;
let movedMs = bornMs;

function residentBytes() {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
  } catch {
    // It has ended, or this system has no /proc: then only the limits of the shell and of V8 hold.
    return 0;
  }
}

/** @param {number} why */
function end(why) {
  Atomics.store(words, WORDS.END, why);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

setInterval(() => {
  const nowMs = performance.now();
  const seen = Atomics.load(words, WORDS.FRAMES);
  // While the judge computes, nothing is asked of the guest: only a question that stays open counts.
  if (seen !== frames || Atomics.load(words, WORDS.ASKED) === 0) movedMs = nowMs;
  frames = seen;
  if (residentBytes() > limits.memoryBytes) end(END.MEMORY);
  else if (nowMs - movedMs > limits.silenceMs) end(END.SILENCE);
  else if (nowMs - bornMs > limits.lifeMs) end(END.LIFE);
}, POLL_MS);
