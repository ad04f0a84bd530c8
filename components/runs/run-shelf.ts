// Where runs are kept, as far as the store needs it. The shelf does not look at what it holds: the store checks what it reads.
import type { Program } from './run-record.ts';

export interface RunShelf {
  /** Records of one program, or of all. */
  runs(program?: Program): Promise<unknown[]>;
  reportIds(): Promise<string[]>;
  /** Undefined: there is none. */
  report(id: string): Promise<unknown>;
  /** Both or neither; the same id replaces. */
  put(run: Program & { readonly id: string }, report: unknown): Promise<void>;
  dropReports(ids: readonly string[]): Promise<void>;
  clear(): Promise<void>;
}

/** For as long as the page lives: where the browser keeps nothing, and in tests. */
export class MemoryShelf implements RunShelf {
  private readonly kept = new Map<string, Program & { readonly id: string }>();
  private readonly reports = new Map<string, unknown>();

  async runs(program?: Program): Promise<unknown[]> {
    const all = [...this.kept.values()];
    return program ? all.filter((run) => run.challenge === program.challenge && run.language === program.language) : all;
  }

  async reportIds(): Promise<string[]> {
    return [...this.reports.keys()];
  }

  async report(id: string): Promise<unknown> {
    return this.reports.get(id);
  }

  async put(run: Program & { readonly id: string }, report: unknown): Promise<void> {
    this.kept.set(run.id, run);
    if (report !== undefined && report !== null) this.reports.set(run.id, report);
  }

  async dropReports(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.reports.delete(id);
  }

  async clear(): Promise<void> {
    this.kept.clear();
    this.reports.clear();
  }
}
