// Opens the guest and the database in this process and judges a program.
import type { DatabasePort } from '#engine/database-port.ts';
import type { Guest } from '#engine/guest-port.ts';
import { judge } from '#judge/judge.ts';
import type { Report } from '#judge/report.ts';
import type { Submission, Task } from '#judge/task.ts';
import { UsageError } from './usage-error.ts';

let database: Promise<DatabasePort> | null = null;

async function openGuest(language: Submission['language']): Promise<Guest> {
  if (language !== 'python') throw new UsageError('--lang typescript: this version runs Python programs only');
  const { openNodePython } = await import('#runtime/python/node-python.ts');
  return openNodePython();
}

async function openDatabase(): Promise<DatabasePort> {
  const { openNodePostgres } = await import('#runtime/postgres/node-postgres.ts');
  return openNodePostgres();
}

/** A fresh interpreter for every program; one Postgres for all. Throws GuestLoadError. */
export async function judgeProgram(task: Task, submission: Submission, onStage?: (offeredRps: number) => void): Promise<Report> {
  database ??= openDatabase();
  const guest = await openGuest(submission.language);
  return judge(task, submission, { guest, database: await database, onStageStarted: (_, offeredRps) => onStage?.(offeredRps) });
}
