// A thread of a judge's process: the judge's own one is blocked while it judges and does not hear that its verifier is gone. Somebody else
// takes the run up then, so this process ends at once.
import { workerData } from 'node:worker_threads';

const LOOKS_EVERY_MS = 100;

setInterval(() => {
  if (process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
}, LOOKS_EVERY_MS);
