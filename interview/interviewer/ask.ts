// When the interviewer asks one of the challenge's questions: at milestones, one at a time, and never so late that it costs the last minute.
import { eventsOf, type InterviewRecord } from '../interview-record.ts';
import { bestOf, completedRuns, hasSaid, openQuestion, type SayId, type Scene } from './scene.ts';

const MINUTE_MS = 60_000;
/** After an answer there is time to work; once the goal is reached there is time to talk. */
const PAUSE_MS = 2 * MINUTE_MS;
const LAST_MS = MINUTE_MS;

export interface Ask {
  readonly question: number;
  /** Id of what is said before it. */
  readonly lead: SayId;
}

export function nextQuestion({ record, facts, nowMs }: Scene): Ask | null {
  const asked = eventsOf(record, 'question-asked');
  const question = asked.length;
  if (question >= facts.questions || openQuestion(record) || record.limitMs - nowMs <= LAST_MS) return null;
  const milestone = milestoneAt(record, nowMs);
  if (milestone.count <= question) return null;
  const lastTalkMs = Math.max(
    Number.NEGATIVE_INFINITY,
    ...asked.map(({ atMs }) => atMs),
    ...eventsOf(record, 'question-answered').map(({ atMs }) => atMs),
  );
  if (milestone.lead !== 'ask-stretch' && nowMs - lastTalkMs < PAUSE_MS) return null;
  return { question, lead: milestone.lead === 'ask-stretch' && hasSaid(record, 'ask-stretch') ? 'ask-another' : milestone.lead };
}

/** How many questions are due by now, and how the next one is led in. */
function milestoneAt(record: InterviewRecord, nowMs: number): { readonly count: number; readonly lead: SayId } {
  const runs = completedRuns(record);
  const first = runs[0]?.result.survivedRps ?? 0;
  const best = bestOf(runs)?.result.survivedRps ?? 0;
  if (best >= record.goalRps) return { count: Number.POSITIVE_INFINITY, lead: 'ask-stretch' };
  // Half of the way up, each doubling counting the same.
  const half = Math.sqrt(Math.max(1, first) * record.goalRps);
  const reached = (best > first ? 1 : 0) + (best > first && best >= half ? 1 : 0);
  const passed = (nowMs >= record.limitMs * 0.45 ? 1 : 0) + (nowMs >= record.limitMs * 0.7 ? 1 : 0);
  if (reached >= passed) return { count: reached, lead: reached > 1 ? 'ask-half' : 'ask-progress' };
  return { count: passed, lead: passed > 1 ? 'ask-late' : 'ask-aside' };
}
