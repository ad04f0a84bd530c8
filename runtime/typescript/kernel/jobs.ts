// The queue of microtasks: a ring, drained to its end between two callbacks of the loop.
import { type BareList, bareList } from '#engine/bare-list.ts';
import { NOBODY } from './call-path.ts';
import { checkHost, end, S, type TurnOver } from './counters.ts';

export interface Job {
  run(): void;
}

const SMALLEST = 1024;
let ring: BareList<Job> = bareList(SMALLEST);
let head = 0;
let size = 0;

const CHECK_JOBS = 200_000;

export const jobs = {
  /** Jobs run since the loop took the count. */
  ran: 0,
  /** So many may have run before the loop gets its next turn; and before the host's memory is looked at. */
  limit: 0,
  check: 0,
};

export function enqueue(job: Job): void {
  if (size === ring.length) {
    const larger: BareList<Job> = bareList(ring.length * 2);
    for (let i = 0; i < size; i++) larger[i] = ring[(head + i) & (ring.length - 1)];
    ring = larger;
    head = 0;
  }
  ring[(head + size) & (ring.length - 1)] = job;
  size++;
}

export function drainJobs(): void {
  while (size > 0) {
    const job = ring[head] as Job;
    ring[head] = undefined;
    head = (head + 1) & (ring.length - 1);
    size--;
    if (++jobs.ran > jobs.check) checkJobs();
    S.y = NOBODY;
    job.run();
  }
}

function checkJobs(): void {
  if (jobs.ran > jobs.limit) throw endless();
  jobs.check = Math.min(jobs.limit, jobs.ran + CHECK_JOBS);
  checkHost();
}

export function endless(): TurnOver {
  return end('endless-loop', 'microtasks or process.nextTick without end: each makes the next one, and nothing waits for anything', S.l);
}

export function hasJobs(): boolean {
  return size > 0;
}

/** A turn was cut off: what is left belongs to a program that has ended. */
export function dropJobs(): void {
  ring = bareList(SMALLEST);
  head = 0;
  size = 0;
}
