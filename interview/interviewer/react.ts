// What the interviewer says when a run has ended: what it showed, against the runs before it. One rule speaks, the first that fits.
import { hintPrice } from '../hint-price.ts';
import { type EventOf, eventsOf, type InterviewRecord, type SaidMessage } from '../interview-record.ts';
import {
  bestOf,
  type CompletedRun,
  causeOf,
  completedRuns,
  hasSaid,
  numberOfRun,
  type Params,
  runsWithoutProgress,
  type SayId,
  type Scene,
  say,
  vary,
} from './scene.ts';

/** Runs that the platform lost. */
const LOST_BY_US: readonly string[] = ['internal', 'crashed', 'load-failed', 'bad-report'];
/** Too much for the program or for this computer: nobody can tell. */
const TOO_SLOW = 'wall-limit';
/** Runs whose time is given back. */
export const GIVEN_BACK: readonly string[] = [...LOST_BY_US, TOO_SLOW];
/** The program answered nothing, so there is no figure to speak of. */
const BROKEN: readonly string[] = [
  'startup-failed',
  'guest-crashed',
  'stack-overflow',
  'endless-loop',
  'endless-call',
  'deadlock',
  'guest-error',
];
/** Smaller differences of a p99 are not worth a sentence. */
const NOTABLE = 0.1;
/** A queue worth naming by itself: this busy, and this much of a wait. */
const TAKEN = 0.8;
const WORTH_NAMING_MS = 5;

/** The last run that ended, if nothing has been said to it yet. */
export function unansweredRun(record: InterviewRecord): EventOf<'run-ended'> | null {
  const last = eventsOf(record, 'run-ended').at(-1);
  if (!last || last.outcome === 'stopped') return null;
  return eventsOf(record, 'said').some(({ params }) => params.run === last.run) ? null : last;
}

export function reactToRun(scene: Scene): SaidMessage[] {
  const { record } = scene;
  const ended = unansweredRun(record);
  if (!ended) return [];
  const known = { run: ended.run, number: numberOfRun(record, ended.run) };
  if (ended.outcome === 'failed') return [reactToFailure(record, ended.failure, known)];
  const runs = completedRuns(record);
  const index = runs.findIndex(({ run }) => run === ended.run);
  const current = runs[index];
  if (!current) return [];
  const spoken = reactToResult(scene, current, runs.slice(0, index), known);
  return [spoken, ...encourage(scene, runs.slice(0, index + 1), known)];
}

function reactToFailure(
  record: InterviewRecord,
  failure: { kind: string; message: string; file: string | null; line: number | null },
  known: Params,
) {
  if (LOST_BY_US.includes(failure.kind)) return say(vary(record, 'run-lost', 'run-lost-again'), known);
  if (failure.kind === TOO_SLOW) return say(vary(record, 'run-slow', 'run-slow-again'), known);
  if (failure.kind !== 'guest') return say(vary(record, 'run-hung', 'run-hung-again'), known);
  const message = (failure.message.split('\n')[0] ?? '').replace(/[.。]$/, '');
  if (failure.file === null || failure.line === null) return say(vary(record, 'start-failed', 'start-failed-again'), { ...known, message });
  const place = `${failure.file}:${failure.line}`;
  return say(vary(record, 'start-failed-at', 'start-failed-at-again'), { ...known, message, place });
}

function reactToResult(scene: Scene, current: CompletedRun, earlier: readonly CompletedRun[], known: Params): SaidMessage {
  const { record } = scene;
  const { result } = current;
  const cause = causeOf(result);
  const figures = { ...known, survivedRps: result.survivedRps, offeredRps: result.decidingStage.offeredRps, cause };
  const previous = earlier.at(-1);
  const best = bestOf(earlier);

  if (result.goalReached) return reactToGoal(scene, current, best, known);
  if (result.survivedRps === 0 && BROKEN.includes(result.cause?.id ?? '')) return say(vary(record, 'broken', 'broken-again'), figures);
  if (previous?.program === current.program) return say(vary(record, 'same-program', 'same-program-again'), known);
  if (previous?.result.hash === result.hash) return say(vary(record, 'nothing-changed', 'nothing-changed-again'), known);
  if (isWrong(result)) return say(vary(record, 'wrong-answers', 'wrong-answers-again'), figures);
  if (!previous || !best) return reactToFirst(record, current, figures);

  if (result.survivedRps > best.result.survivedRps) {
    const from = { ...figures, beforeRps: best.result.survivedRps };
    const before = previous.result.cause;
    const moved = before?.id !== result.cause?.id || before?.resource !== result.cause?.resource;
    return say(moved ? vary(record, 'better-moved', 'better-moved-again') : vary(record, 'better-same', 'better-same-again'), from);
  }
  if (result.survivedRps < best.result.survivedRps && result.survivedRps < previous.result.survivedRps) {
    return say(vary(record, 'worse', 'worse-again'), { ...figures, beforeRps: best.result.survivedRps, bestNumber: best.number });
  }
  if (previous.result.cause?.id !== result.cause?.id) return say(vary(record, 'moved', 'moved-again'), figures);
  return reactToSameStage(record, current, previous, figures);
}

function isWrong({ decidingStage }: CompletedRun['result']): boolean {
  return decidingStage.failed.some((id) => id === 'wrong-rate' || id.startsWith('invariant:'));
}

function reactToGoal({ record, nowMs, facts }: Scene, { result }: CompletedRun, best: CompletedRun | null, known: Params): SaidMessage {
  if (best?.result.goalReached) {
    return say(vary(record, 'goal-again', 'goal-once-more'), { ...known, score: result.score, beforeScore: best.result.score });
  }
  const figures = { ...known, goalRps: record.goalRps, p99Ms: result.decidingStage.p99Ms, leftMs: record.limitMs - nowMs };
  return say(facts.questions > 0 ? 'goal' : 'goal-without-questions', figures);
}

function reactToFirst(record: InterviewRecord, { program, result }: CompletedRun, figures: Params): SaidMessage {
  const measured = Object.values(record.starters).includes(program);
  if (!measured) return say('first-changed', figures);
  if (result.survivedRps === 0) return say('first-none', figures);
  const { wait } = result;
  // What holds the loop is a line of the program: the diagnosis names it, the wait does not.
  if (wait && wait.kind !== 'loop' && wait.utilisation >= TAKEN && wait.meanWaitMs >= WORTH_NAMING_MS) {
    return say('first-waits', { ...figures, resource: wait.name, busyShare: wait.utilisation, waitMs: wait.meanWaitMs });
  }
  return say('first', figures);
}

/** The same stage falls for the same cause: the p99 there says whether anything was gained. */
function reactToSameStage(record: InterviewRecord, { result }: CompletedRun, previous: CompletedRun, figures: Params): SaidMessage {
  const before = previous.result.decidingStage;
  const { p99Ms, offeredRps } = result.decidingStage;
  const both = { ...figures, p99Ms, beforeMs: before.p99Ms };
  if (before.offeredRps === offeredRps && p99Ms < before.p99Ms * (1 - NOTABLE)) return say(vary(record, 'closer', 'closer-again'), both);
  if (before.offeredRps === offeredRps && p99Ms > before.p99Ms * (1 + NOTABLE)) return say(vary(record, 'farther', 'farther-again'), both);
  return say(vary(record, 'flat', 'flat-again'), figures);
}

/** Run after run at the same stage: first what was measured, then where to look. Never the code. */
function encourage({ record }: Scene, runs: readonly CompletedRun[], known: Params): SaidMessage[] {
  const last = runs.at(-1);
  const count = runsWithoutProgress(runs);
  if (!last || last.result.goalReached || count < 3) return [];
  const hints = eventsOf(record, 'hint-shown').length;
  const params = {
    ...known,
    count,
    survivedRps: bestOf(runs)?.result.survivedRps ?? 0,
    boundRps: last.result.upperBound.rps,
    price: hintPrice(hints + 1),
  };
  const steps: readonly SayId[] = ['stuck-measured', 'stuck-requests', 'stuck-bound', 'stuck-hint'];
  const next = steps[Math.floor((count - 3) / 2)];
  return (count - 3) % 2 === 0 && next !== undefined && !hasSaid(record, next) ? [say(next, params)] : [];
}
