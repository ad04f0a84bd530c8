'use client';

import { useCallback, useEffect, useMemo, useRef } from 'react';
import { hintPrice } from '#interview/hint-price.ts';
import { isOver } from '#interview/interview-clock.ts';
import type { InterviewRecord, Program } from '#interview/interview-record.ts';
import * as steps from '#interview/interview-steps.ts';
import { GIVEN_BACK } from '#interview/interviewer/react.ts';
import type { SceneFacts } from '#interview/interviewer/scene.ts';
import { resultOf } from '#interview/run-result.ts';
import type { ProgramLanguage } from '../language/program-language.ts';
import { isUnderWay } from '../results/run-state.ts';
import { browserStorage, DraftStore, type Files, sameFiles } from '../workbench/draft-store.ts';
import type { WorkbenchChallenge } from '../workbench/workbench-challenge.ts';
import type { Bench } from '../workbench/workbench-interview.ts';
import { updateInterview } from './browser-interviews.ts';

const STEP_MS = 1000;

interface ActiveRun {
  readonly id: string;
  readonly language: ProgramLanguage;
  readonly startedWallMs: number;
  /** Before that the bench may still show the run before. */
  seen: boolean;
}

/** Watches the bench and keeps the record: the only place where time of day comes in. */
export function useInterviewRoom(record: InterviewRecord, challenge: WorkbenchChallenge) {
  const { id } = record;
  const bench = useRef<Bench | null>(null);
  const run = useRef<ActiveRun | null>(null);
  const edited = useRef(false);
  const lost = useRef<{ readonly reason: 'loading' | 'load-failed'; readonly fromWallMs: number } | null>(null);
  const facts = useMemo(() => factsOf(challenge), [challenge]);

  const step = useCallback(() => {
    const now = Date.now();
    const { current } = bench;
    if (!current?.ready) return;
    updateInterview(id, (before) => {
      let next = before;
      if (lost.current) next = steps.giveBack(next, lost.current.reason, lost.current.fromWallMs, now);
      if (current.status.phase === 'ready' || current.status.phase === 'running') next = steps.start(next, now);
      if (isOver(next, now)) next = steps.finish(next, 'time-up', savedPrograms(next, current), now);
      next = steps.warn(next, now);
      const busy = run.current !== null || (steps.programToMeasure(next) !== null && current.status.phase !== 'failed');
      return steps.converse(next, facts, busy, now);
    });
  }, [id, facts]);

  useEffect(() => {
    const timer = setInterval(step, STEP_MS);
    const onShow = () => document.visibilityState === 'visible' && step();
    document.addEventListener('visibilitychange', onShow);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onShow);
    };
  }, [step]);

  const observe = useCallback(
    (now: Bench) => {
      const before = bench.current;
      bench.current = now;
      lost.current = lossOf(now.status.phase, lost.current);
      const typed = before?.ready && before.language === now.language && !sameFiles(before.files, now.files);
      if (typed && !edited.current) {
        edited.current = true;
        updateInterview(id, (each) => steps.noteEdit(each, Date.now()));
      }
      const ended = run.current && endOf(run.current, now, challenge.task.goalRps);
      if (run.current && ended) {
        const { id: runId, startedWallMs } = run.current;
        run.current = null;
        const wallMs = Date.now();
        updateInterview(id, (each) => {
          const lostByUs = ended.outcome === 'failed' && GIVEN_BACK.includes(ended.failure.kind);
          const next = lostByUs ? steps.giveBack(each, 'run-lost', startedWallMs, wallMs) : each;
          return steps.endRun(next, runId, ended, wallMs);
        });
      }
      // Not at every key.
      if (ended || before?.status !== now.status || before.ready !== now.ready) step();
    },
    [id, step, challenge.task.goalRps],
  );

  const actions = useMemo(
    () => ({
      observe,
      onRun(runId: string, language: ProgramLanguage, files: Files) {
        const startedWallMs = Date.now();
        run.current = { id: runId, language, startedWallMs, seen: false };
        updateInterview(id, (each) => steps.startRun(each, runId, { language, files: { ...files } }, startedWallMs));
      },
      hintPrice,
      onHint: (number: number) => updateInterview(id, (each) => steps.showHint(each, number, hintPrice(number), Date.now())),
      answer(question: number, choice: number) {
        const right = challenge.questions[question]?.choices[choice]?.right ?? false;
        updateInterview(id, (each) => steps.answer(each, question, choice, right, Date.now()));
        step();
      },
      end() {
        const { current } = bench;
        if (!current) return;
        updateInterview(id, (each) => steps.finish(each, 'by-candidate', savedPrograms(each, current), Date.now()));
        step();
      },
    }),
    [id, observe, step, challenge.questions],
  );
  return actions;
}

function factsOf({ task, questions }: WorkbenchChallenge): SceneFacts {
  return { firstRps: task.ladder[0]?.offeredRps ?? 0, p99Ms: task.slo.p99Ms, questions: questions.length };
}

/** Since when the runtimes have not been there by no fault of the candidate. A stopped run's restart is not such a time. */
function lossOf(phase: Bench['status']['phase'], before: { reason: 'loading' | 'load-failed'; fromWallMs: number } | null) {
  if (phase === 'failed') return before?.reason === 'load-failed' ? before : { reason: 'load-failed' as const, fromWallMs: Date.now() };
  if (phase === 'fetching' || phase === 'starting') return before ?? { reason: 'loading' as const, fromWallMs: Date.now() };
  return null;
}

/** How the run ended, if it has. */
function endOf(active: ActiveRun, { language, state }: Bench, goalRps: number) {
  if (language !== active.language) return { outcome: 'stopped' as const };
  if (isUnderWay(state)) {
    active.seen = true;
    return null;
  }
  if (!active.seen) return null;
  if (state.phase === 'failed' && state.failure) {
    const { kind, message, file, line } = state.failure;
    return { outcome: 'failed' as const, failure: { kind, message, file, line } };
  }
  const result = state.report && resultOf(state.report, goalRps, state.previousReport);
  return result ? { outcome: 'report' as const, result } : { outcome: 'stopped' as const };
}

/** What the storage holds of each language now, whichever tab wrote it; where it holds nothing, what this tab has. */
function savedPrograms(record: InterviewRecord, bench: Bench): Program[] {
  const kept = bench.save();
  const languages = Object.keys(record.starters) as ProgramLanguage[];
  return languages.flatMap((language) => {
    const draft = new DraftStore(browserStorage(), { challenge: record.challenge, language, interview: record.id }, '').load();
    const files = language === bench.language && !(kept && draft) ? bench.files : draft?.files;
    return files ? [{ language, files: { ...files } }] : [];
  });
}
