'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Report } from '#judge/report.ts';
import type { ProgramLanguage } from '../language/program-language.ts';
import { browserRuns } from './browser-runs.ts';
import { type Program, type Run, recordRun, sameProgram } from './run-record.ts';
import type { KeptRun, RunTrouble } from './run-store.ts';

export interface Runs {
  /** False until the browser has been asked. */
  readonly ready: boolean;
  /** Oldest first, numbered from 1. */
  readonly list: readonly KeptRun[];
  /** Why runs are kept only for as long as the page lives; null: they are kept. */
  readonly trouble: RunTrouble | null;
  /** The same id again replaces. */
  add(report: Report, of: Pick<Run, 'id' | 'atMs' | 'files'>): void;
  /** The whole report of a run; null: it is no longer kept. */
  report(id: string): Promise<Report | null>;
}

interface Listed {
  readonly of: Program | null;
  readonly list: readonly KeptRun[];
  readonly trouble: RunTrouble | null;
}

const NONE: readonly KeptRun[] = [];

const add: Runs['add'] = (report, of) => void browserRuns().add(recordRun(report, of), report);
const reportOf: Runs['report'] = (id) => browserRuns().report(id);

/** The runs of a challenge in one language, kept in this browser. */
export function useRuns(challenge: string, language: ProgramLanguage): Runs {
  const [listed, setListed] = useState<Listed>({ of: null, list: NONE, trouble: null });
  useEffect(() => {
    const store = browserRuns();
    const program = { challenge, language };
    let gone = false;
    const read = async () => {
      const list = await store.runs(program);
      if (!gone) setListed({ of: program, list, trouble: store.trouble });
    };
    void read();
    const unsubscribe = store.subscribe(() => void read());
    return () => {
      gone = true;
      unsubscribe();
    };
  }, [challenge, language]);
  return useMemo(() => {
    const ready = listed.of !== null && sameProgram(listed.of, { challenge, language });
    return { ready, list: ready ? listed.list : NONE, trouble: listed.trouble, add, report: reportOf };
  }, [listed, challenge, language]);
}

/** All runs of this browser; undefined until it has been asked. */
export function useAllRuns(): readonly KeptRun[] | undefined {
  const [runs, setRuns] = useState<readonly KeptRun[]>();
  useEffect(() => {
    const store = browserRuns();
    let gone = false;
    const read = async () => {
      const all = await store.runs();
      if (!gone) setRuns(all);
    };
    void read();
    const unsubscribe = store.subscribe(() => void read());
    return () => {
      gone = true;
      unsubscribe();
    };
  }, []);
  return runs;
}

/** The whole report of a run: undefined while it is read, null when it is not kept. */
export function useReportOf(run: KeptRun | null): Report | null | undefined {
  const [read, setRead] = useState<{ readonly id: string; readonly report: Report | null } | null>(null);
  const id = run?.hasReport ? run.id : null;
  const load = useCallback(async (wanted: string) => ({ id: wanted, report: await reportOf(wanted) }), []);
  useEffect(() => {
    if (id === null) return;
    let gone = false;
    void load(id).then((found) => !gone && setRead(found));
    return () => {
      gone = true;
    };
  }, [id, load]);
  if (run === null || id === null) return null;
  return read?.id === id ? read.report : undefined;
}
