// The interviewer's turn: given everything that happened so far, what it says now, or nothing. Rules in order; the first that has
// something to say speaks, the rest waits for the next turn. It never says the code and never gets in the way of the work.
import { countingRun, finishedOf } from '../interview-clock.ts';
import { eventsOf, type SaidMessage } from '../interview-record.ts';
import { type Ask, nextQuestion } from './ask.ts';
import { reactToRun } from './react.ts';
import { bestOf, completedRuns, hasSaid, openQuestion, type Scene, say, vary } from './scene.ts';

const MINUTE_MS = 60_000;
/** Without a run for so long, and never twice within it. */
const QUIET_MS = 3 * MINUTE_MS;
/** In the last minute nobody is nudged. */
const LAST_MS = MINUTE_MS;

export interface Turn {
  readonly says: readonly SaidMessage[];
  readonly asks: Ask | null;
}
const NOTHING: Turn = { says: [], asks: null };

export function takeTurn(scene: Scene): Turn {
  const { record } = scene;
  if (record.startedAtWallMs === null) return NOTHING;
  if (finishedOf(record)) return { says: close(scene), asks: null };
  const says = firstOf(scene, [open, reactToRun, warn, acknowledge]);
  if (says.length > 0) return { says, asks: null };
  const asks = scene.busy ? null : nextQuestion(scene);
  return asks ? { says: [], asks } : { says: nudge(scene), asks: null };
}

function firstOf(scene: Scene, rules: readonly ((scene: Scene) => SaidMessage[])[]): SaidMessage[] {
  for (const rule of rules) {
    const says = rule(scene);
    if (says.length > 0) return says;
  }
  return [];
}

function open({ record, facts }: Scene): SaidMessage[] {
  if (hasSaid(record, 'opening')) return [];
  const { goalRps, limitMs } = record;
  return [
    say('opening', { firstRps: facts.firstRps, goalRps, minutes: Math.round(limitMs / MINUTE_MS) }),
    say('opening-rules', { p99Ms: facts.p99Ms }),
  ];
}

/** What is worth knowing at five minutes and at one. */
function warn({ record }: Scene): SaidMessage[] {
  const warned = eventsOf(record, 'warned').at(-1);
  if (!warned || eventsOf(record, 'said').some(({ params }) => params.warning === warned.minutes)) return [];
  const known = { warning: warned.minutes };
  const runs = completedRuns(record);
  const best = bestOf(runs);
  const last = runs.at(-1);
  if (!best || !last) return [say(warned.minutes > 1 ? 'five-unmeasured' : 'one-unmeasured', known)];
  if (last.result.survivedRps < best.result.survivedRps) {
    const params = { ...known, survivedRps: last.result.survivedRps, bestRps: best.result.survivedRps, bestNumber: best.number };
    return [say(warned.minutes > 1 ? 'five-worse' : 'one-worse', params)];
  }
  return [say(warned.minutes > 1 ? 'five' : 'one', { ...known, bestRps: best.result.survivedRps })];
}

/** An answer is taken, not judged: right and wrong are for the report card. */
function acknowledge({ record }: Scene): SaidMessage[] {
  const answer = eventsOf(record, 'question-answered').at(-1);
  if (!answer || eventsOf(record, 'said').some(({ params }) => params.question === answer.question)) return [];
  return [say(vary(record, 'noted', 'noted-again', 'noted-too'), { question: answer.question })];
}

function nudge({ record, nowMs, busy }: Scene): SaidMessage[] {
  const remaining = record.limitMs - nowMs;
  if (busy || remaining <= LAST_MS || openQuestion(record)) return [];
  const runs = eventsOf(record, 'run-started');
  const goal = completedRuns(record).some(({ result }) => result.goalReached);
  const sinceRunMs = nowMs - Math.max(0, ...eventsOf(record, 'run-ended').map(({ atMs }) => atMs), ...runs.map(({ atMs }) => atMs));
  const sinceWordMs = nowMs - Math.max(0, ...eventsOf(record, 'said').map(({ atMs }) => atMs));
  if (goal || Math.min(sinceRunMs, sinceWordMs) < QUIET_MS) return [];
  const params = { minutes: Math.floor(sinceRunMs / MINUTE_MS) };
  return [
    say(
      runs.length === 0 ? vary(record, 'quiet-unmeasured', 'quiet-unmeasured-again') : vary(record, 'quiet', 'quiet-again', 'quiet-still'),
      params,
    ),
  ];
}

/** The last words, once the run that counts has ended. */
function close({ record, busy }: Scene): SaidMessage[] {
  const finished = finishedOf(record);
  if (!finished || busy) return [];
  const says: SaidMessage[] = [];
  if (!hasSaid(record, 'closing-time') && !hasSaid(record, 'closing-early')) {
    says.push(finished.how === 'time-up' ? say('closing-time') : say('closing-early', { leftMs: record.limitMs - finished.atMs }));
  }
  if (hasSaid(record, 'closing-goal') || hasSaid(record, 'closing-result') || hasSaid(record, 'closing-unmeasured')) return says;
  const counts = countingRun(record);
  if (counts?.outcome !== 'report') return [...says, say('closing-unmeasured')];
  const first = completedRuns(record)[0]?.result.survivedRps ?? 0;
  const params = { firstRps: first, survivedRps: counts.result.survivedRps, goalRps: record.goalRps };
  return [...says, say(counts.result.goalReached ? 'closing-goal' : 'closing-result', params)];
}
