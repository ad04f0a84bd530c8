// The memory of runs: every run is a checkpoint. All of them are kept with their program and figures, the last ones of each
// program with their whole report. What the browser does not keep stays for as long as the page lives, and `trouble` says so.
import { Report } from '#judge/report.ts';
import { type Program, Run, sameProgram } from './run-record.ts';
import { MemoryShelf, type RunShelf } from './run-shelf.ts';

/** Whole reports of each program. */
export const REPORT_LIMIT = 20;
/** When the storage is full, only so many stay, to make room for the newest. */
const REPORTS_WHEN_FULL = 3;

export type RunTrouble = 'quota' | 'blocked';

/** A run as it is listed. */
export interface KeptRun extends Run {
  /** From 1, in the order in which the program was run. */
  readonly number: number;
  /** Its whole report is there, too. */
  readonly hasReport: boolean;
}

const byTime = (a: Run, b: Run) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1);

export function isQuotaError(error: unknown): boolean {
  return error instanceof Error && /quota/i.test(`${error.name} ${error.message}`);
}

export class RunStore {
  private readonly open: () => Promise<RunShelf>;
  private opened: Promise<RunShelf> | null = null;
  private readonly unkept = new MemoryShelf();
  private readonly listeners = new Set<() => void>();
  trouble: RunTrouble | null = null;

  constructor(open: () => Promise<RunShelf>) {
    this.open = open;
  }

  subscribe(onChange: () => void): () => void {
    this.listeners.add(onChange);
    return () => this.listeners.delete(onChange);
  }

  /** Also for what another tab did. */
  changed(): void {
    for (const listener of this.listeners) listener();
  }

  private shelf(): Promise<RunShelf> {
    this.opened ??= this.open().catch(() => {
      this.trouble = 'blocked';
      return this.unkept;
    });
    return this.opened;
  }

  private async shelves(): Promise<RunShelf[]> {
    const shelf = await this.shelf();
    return shelf === this.unkept ? [shelf] : [shelf, this.unkept];
  }

  /** Oldest first; of one program or of all. What is not a run is left out. */
  async runs(program?: Program): Promise<KeptRun[]> {
    const shelves = await this.shelves();
    const ask = async <T>(question: (shelf: RunShelf) => Promise<T[]>) =>
      (await Promise.all(shelves.map((shelf) => question(shelf).catch(() => [])))).flat();
    const [stored, reportIds] = await Promise.all([ask((shelf) => shelf.runs(program)), ask((shelf) => shelf.reportIds())]);
    const withReport = new Set(reportIds);
    const runs = stored.flatMap((each) => Run.safeParse(each).data ?? []).sort(byTime);
    const counts = new Map<string, number>();
    return runs.map((run) => {
      const key = `${run.challenge}:${run.language}`;
      const number = (counts.get(key) ?? 0) + 1;
      counts.set(key, number);
      return { ...run, number, hasReport: withReport.has(run.id) };
    });
  }

  /** Null: there is none, or it is one of an older form. */
  async report(id: string): Promise<Report | null> {
    for (const shelf of await this.shelves()) {
      const stored = await shelf.report(id).catch(() => undefined);
      if (stored !== undefined) return Report.safeParse(stored).data ?? null;
    }
    return null;
  }

  async add(run: Run, report: Report | null): Promise<void> {
    await this.keep(run, report);
    this.changed();
  }

  /** Many at once; false: not all of them could be kept for longer than this page lives. */
  async addAll(runs: readonly { readonly run: Run; readonly report: Report | null }[]): Promise<boolean> {
    let kept = true;
    for (const { run, report } of runs) kept = (await this.keep(run, report)) && kept;
    this.changed();
    return kept;
  }

  private async keep(run: Run, report: Report | null): Promise<boolean> {
    const shelf = await this.shelf();
    try {
      await this.putWithRoom(shelf, run, report);
      await this.prune(shelf, run, REPORT_LIMIT);
    } catch (error) {
      this.trouble = isQuotaError(error) ? 'quota' : 'blocked';
      await this.unkept.put(run, report);
    }
    return shelf !== this.unkept && this.trouble === null;
  }

  private async putWithRoom(shelf: RunShelf, run: Run, report: Report | null): Promise<void> {
    try {
      await shelf.put(run, report);
    } catch (error) {
      if (!isQuotaError(error)) throw error;
      await this.prune(shelf, run, REPORTS_WHEN_FULL);
      await shelf.put(run, report);
    }
  }

  /** Drops the reports of all but the last runs of the program. */
  private async prune(shelf: RunShelf, program: Program, limit: number): Promise<void> {
    const [runs, ids] = await Promise.all([this.runs(program), shelf.reportIds()]);
    const known = new Set(ids);
    const whole = runs.filter((run) => sameProgram(run, program) && known.has(run.id));
    const old = whole.slice(0, Math.max(0, whole.length - limit)).map((run) => run.id);
    if (old.length > 0) await shelf.dropReports(old);
  }

  async clear(): Promise<void> {
    for (const shelf of await this.shelves()) await shelf.clear();
    this.changed();
  }
}
