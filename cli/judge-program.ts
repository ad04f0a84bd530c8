// Runs one submission: a fresh interpreter each time, Postgres shared by the runs of one command.
import { type Guest, GuestLoadError } from '#engine/guest-port.ts';
import type { Report } from '#judge/report.ts';
import type { Submission, Task } from '#judge/task.ts';
import type { WhatIfReport } from '#judge/what-if/what-if-report.ts';
import type { Progress } from './progress.ts';
import { GuestFailure, UsageError } from './usage-error.ts';

type Database = Awaited<ReturnType<typeof import('#runtime/postgres/node-postgres.ts')['openNodePostgres']>>;

/** The guest of each language, loaded when it is asked for: both take their time. */
const OPENERS: Readonly<Record<Submission['language'], () => Promise<() => Promise<Guest>>>> = {
  python: async () => (await import('#runtime/python/node-python.ts')).openNodePython,
  typescript: async () => (await import('#runtime/typescript/node-typescript.ts')).openNodeTypeScript,
};

let opened: Promise<Database> | null = null;

/** Postgres takes half a second to start: it is asked for only when something runs. */
function openDatabase(): Promise<Database> {
  opened ??= import('#runtime/postgres/node-postgres.ts').then(({ openNodePostgres }) => openNodePostgres());
  return opened;
}

/** Throws GuestFailure when the program cannot be loaded, UsageError when Postgres refuses the world's SQL. */
export async function judgeProgram(task: Task, submission: Submission, progress: Progress | null): Promise<Report> {
  return (await judgeFully(task, submission, progress, false)).report;
}

export interface Judged {
  readonly report: Report;
  readonly whatIf: WhatIfReport | null;
}

/** Same, and on wish the deciding stage once more without the limit that it fell by. */
export async function judgeFully(task: Task, submission: Submission, progress: Progress | null, wantsWhatIf: boolean): Promise<Judged> {
  const [{ judge }, { measureInvariant }, openGuest, database] = await Promise.all([
    import('#judge/judge.ts'),
    import('#judge/invariants.ts'),
    OPENERS[submission.language](),
    openDatabase(),
  ]);
  checkWorldSql(task, database);
  for (const [index, invariant] of task.world.invariants.entries()) {
    attempt(`invariants[${index}].sql`, () => measureInvariant(invariant, [], task.world.workers.simulated, database));
  }
  const guest = await openGuest();
  try {
    const report = judge(task, submission, {
      guest,
      database,
      ...(progress === null
        ? {}
        : {
            onStageStarted: (_, offeredRps) => progress.stageStarted(offeredRps),
            onProgress: (_, { fraction, completed, inFlight }) => progress.stageAdvanced(fraction, completed, inFlight),
            onStageDone: (_, stage) => progress.stageDone(stage),
          }),
    });
    if (!wantsWhatIf) return { report, whatIf: null };
    const { measureWhatIf } = await import('#judge/what-if/what-if.ts');
    return { report, whatIf: measureWhatIf(task, submission, report, { guest, database }) };
  } catch (error) {
    if (error instanceof GuestLoadError) throw new GuestFailure(wordLoadError(error));
    throw error;
  } finally {
    progress?.end();
  }
}

function checkWorldSql(task: Task, database: Database): void {
  const { schemaSql } = task.world.database;
  attempt('database.schema', () => database.reset(schemaSql));
  const events = [...task.world.events.entries()].sort(([, a], [, b]) => a.atMs - b.atMs);
  for (const [index, event] of events) attempt(`events[${index}].sql`, () => database.ownerExecute(event.sql));
  database.reset(schemaSql);
}

function attempt(field: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new UsageError(`${field}: ${(error as Error).message}`);
  }
}

function wordLoadError(error: GuestLoadError): string {
  const place = error.file === null ? '' : `${error.file}${error.line === null ? '' : `:${error.line}`}: `;
  const traceback = error.traceback.trim();
  const printed = error.console.length === 0 ? '' : `${error.console.join('\n')}\n`;
  return `${printed}${traceback === '' ? '' : `${traceback}\n`}${place}${error.message}`;
}
