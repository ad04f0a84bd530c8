// The conversation as it is shown: what was said, and between it what it was said to.
import { eventsOf, type InterviewRecord, type SaidMessage } from '#interview/interview-record.ts';

export type Line = { readonly key: string; readonly remainingMs: number } & (
  | { readonly kind: 'said'; readonly said: SaidMessage }
  | { readonly kind: 'question'; readonly question: number; readonly choice: number | null }
  | { readonly kind: 'run'; readonly number: number; readonly state: 'going' | 'stopped' | 'failed' | { readonly survivedRps: number } }
  | { readonly kind: 'hint'; readonly number: number; readonly price: number }
);

export function transcriptOf(record: InterviewRecord): Line[] {
  const lines: Line[] = [];
  const ended = eventsOf(record, 'run-ended');
  const answered = eventsOf(record, 'question-answered');
  const started = eventsOf(record, 'run-started').length;
  let runs = 0;
  for (const [index, event] of record.events.entries()) {
    const at = { key: `${index}`, remainingMs: record.limitMs - event.atMs };
    if (event.type === 'said') lines.push({ ...at, kind: 'said', said: event });
    else if (event.type === 'hint-shown') lines.push({ ...at, kind: 'hint', number: event.number, price: event.price });
    else if (event.type === 'question-asked') {
      const choice = answered.find(({ question }) => question === event.question)?.choice ?? null;
      lines.push({ ...at, kind: 'question', question: event.question, choice });
    } else if (event.type === 'run-started') {
      runs += 1;
      const end = ended.find(({ run }) => run === event.run);
      // A run that a reload cut off never tells its end.
      const isLast = runs === started;
      const state =
        end === undefined
          ? isLast
            ? 'going'
            : 'stopped'
          : end.outcome === 'report'
            ? { survivedRps: end.result.survivedRps }
            : end.outcome;
      lines.push({ ...at, kind: 'run', number: runs, state });
    }
  }
  return lines;
}

export function messagesIn(record: InterviewRecord): number {
  return eventsOf(record, 'said').length;
}
