// Takes runs out of the queue and has them judged, as many at a time as there are judges. Any number of verifiers share one Postgres.
import { setTimeout as after } from 'node:timers/promises';
import type { Database } from '../database/open-database.ts';
import { JudgeLost, JudgeProcess } from './judge-process.ts';
import { endRun, giveBack, HELD_MS, type HeldRun, prolong, takeRun } from './queue.ts';

const LOOKS_EVERY_MS = 500;
const PROLONGS_EVERY_MS = HELD_MS / 5;

/** One line of the log. */
export type VerifierEvent = Readonly<Record<string, string | number | null>> & { readonly event: string };

export class Verifier {
  private readonly db: Database;
  private readonly log: (event: VerifierEvent) => void;
  private readonly judges: readonly JudgeProcess[];
  private readonly stopping = new AbortController();
  private loops: Promise<void>[] = [];

  constructor(db: Database, judges: number, log: (event: VerifierEvent) => void) {
    this.db = db;
    this.log = log;
    this.judges = Array.from({ length: judges }, () => new JudgeProcess());
  }

  start(): void {
    this.loops = this.judges.map((judge) => this.serve(judge));
  }

  /** Gives back what is under way, so that somebody else begins it at once. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.judges.map((judge) => judge.stop()));
    await Promise.all(this.loops);
  }

  private async serve(judge: JudgeProcess): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const run = await takeRun(this.db);
        if (run) await this.verify(run, judge);
        else await after(LOOKS_EVERY_MS, undefined, { signal });
      } catch (error) {
        if (signal.aborted) return;
        // The database is away: a held run goes back to the queue by itself, as nobody prolongs it.
        this.log({ event: 'verifier-waits', error: messageOf(error) });
        await after(LOOKS_EVERY_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  private async verify(run: HeldRun, judge: JudgeProcess): Promise<void> {
    const began = performance.now();
    const { id, challenge, tries } = run;
    this.log({ event: 'run-begun', id, challenge, language: run.submission.language, tries, judge: judge.ready() });
    const over = new AbortController();
    const kept = this.keepHolding(run, judge, over.signal);
    try {
      const judged = await judge.judge({ challenge: run.challenge, submission: run.submission });
      const counted = await endRun(this.db, run, judged);
      this.log({
        event: counted ? 'run-ended' : 'run-taken-over',
        id: run.id,
        verdict: judged.verdict,
        ms: Math.round(performance.now() - began),
      });
    } catch (error) {
      if (!(error instanceof JudgeLost)) await judge.stop();
      await giveBack(this.db, run, this.stopping.signal.aborted ? 'stopping' : 'lost');
      this.log({ event: 'run-given-back', id: run.id, error: messageOf(error) });
    } finally {
      over.abort();
      await kept;
    }
  }

  /** While the run goes on. Its judge is stopped before anybody else may begin it: nothing is run twice at once. */
  private async keepHolding(run: HeldRun, judge: JudgeProcess, over: AbortSignal): Promise<void> {
    let heldUntil = performance.now() + HELD_MS;
    for (;;) {
      try {
        await after(PROLONGS_EVERY_MS, undefined, { signal: over });
      } catch {
        return;
      }
      const asked = performance.now();
      // An answer that does not come is no answer.
      const held = await Promise.race([
        prolong(this.db, run).catch(() => null),
        after(PROLONGS_EVERY_MS, null, { signal: over }).catch(() => null),
      ]);
      if (over.aborted) return;
      if (held) heldUntil = asked + HELD_MS;
      if (held === false || performance.now() + PROLONGS_EVERY_MS * 2 > heldUntil) return judge.stop();
    }
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
