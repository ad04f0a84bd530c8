// Judges a submission with the guest in a process of its own. Engine, clock, seeds, Postgres and figures are on this side of the pipe.
import { GuestLoadError } from '#engine/guest-port.ts';
import { judge } from '#judge/judge.ts';
import type { Report } from '#judge/report.ts';
import type { Submission, Task } from '#judge/task.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { DenoProcess, findDeno } from './deno-process.ts';
import { childProgram, guestAssets } from './guest-assets.ts';
import { LIMITS, type Limits } from './limits.ts';
import { GuestBroken, PipeGuest } from './pipe-guest.ts';

export type Judged =
  | { readonly verdict: 'report'; readonly report: Report }
  /** The program does not load: as the page says it, and no report. */
  | { readonly verdict: 'load failed'; readonly message: string; readonly file: string | null; readonly line: number | null }
  /** There is no score: this machine has no walls, or the guest broke out of its part. */
  | { readonly verdict: 'not verified'; readonly reason: string };

let database: ReturnType<typeof openNodePostgres> | null = null;

/** One run at a time: it blocks this process. */
export async function judgeBehindWalls(task: Task, submission: Submission, limits: Limits = LIMITS[submission.language]): Promise<Judged> {
  const deno = findDeno();
  if (deno === null) return { verdict: 'not verified', reason: `Deno does not run on ${process.platform} ${process.arch}` };
  database ??= openNodePostgres();
  const [postgres, assets, program] = await Promise.all([database, guestAssets(submission.language), childProgram()]);
  const child = new DenoProcess(deno, program, limits);
  try {
    const guest = new PipeGuest(submission.language, child.pipe, assets);
    return { verdict: 'report', report: judge(task, submission, { guest, database: postgres }) };
  } catch (error) {
    if (error instanceof GuestLoadError) return { verdict: 'load failed', message: error.message, file: error.file, line: error.line };
    if (error instanceof GuestBroken) {
      const why = child.wasKilled() ? `the guest's process was ended: ${child.end()}` : error.message;
      return { verdict: 'not verified', reason: why };
    }
    throw error;
  } finally {
    await child.close();
  }
}
