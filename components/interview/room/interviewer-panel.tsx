'use client';

import { ChevronDown, ChevronUp, MessageSquareText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { formatClock } from '#interview/interview-clock.ts';
import type { InterviewRecord } from '#interview/interview-record.ts';
import type { ProgramLanguage } from '../../language/program-language.ts';
import { formatRps } from '../../results/format.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { WorkbenchChallenge } from '../../workbench/workbench-challenge.ts';
import { useKeptFlag } from '../use-kept-flag.ts';
import { QuestionCard } from './question-card.tsx';
import { useSay } from './say-text.tsx';
import { type Line, messagesIn, transcriptOf } from './transcript.ts';

export interface InterviewerPanelProps {
  readonly record: InterviewRecord;
  readonly questions: WorkbenchChallenge['questions'];
  readonly language: ProgramLanguage;
  readonly over: boolean;
  readonly onAnswer: (question: number, choice: number) => void;
  readonly onEnd: () => void;
}

/** Above the brief, with a scroll of its own: the last word is always in sight, and the brief stays where it is. */
export function InterviewerPanel({ record, questions, language, over, onAnswer, onEnd }: InterviewerPanelProps) {
  const t = useTranslations('interview.room');
  const c = useTranslations('common');
  const id = useId();
  const [folded, setFolded] = useKeptFlag('surge:interviewer-folded');
  const messages = messagesIn(record);
  const [seen, setSeen] = useState(messages);
  if (!folded && seen !== messages) setSeen(messages);
  const lines = transcriptOf(record);
  return (
    <section aria-labelledby={id} className={`flex shrink-0 flex-col border-b border-line bg-surface ${folded ? '' : 'max-h-[58%]'}`}>
      <div className="flex h-10 touch:h-12 shrink-0 items-center gap-2 border-b border-line bg-bg pr-1 pl-4">
        <MessageSquareText size={14} aria-hidden className="shrink-0 text-accent" />
        <h2 id={id} className="text-sm font-semibold">
          {t('interviewer')}
        </h2>
        {folded && messages > seen && (
          <span className="rounded-full bg-accent px-1.5 text-xs text-accent-text tabular-nums">
            <span aria-hidden>{messages - seen}</span>
            <span className="sr-only">{t('unread', { count: messages - seen })}</span>
          </span>
        )}
        <div className="ml-auto flex items-center">
          {!over && record.startedAtWallMs !== null && (
            <Button size="small" look="quiet" onClick={onEnd}>
              {t('end')}
            </Button>
          )}
          <IconButton label={folded ? t('expand') : t('collapse')} aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            {folded ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
          </IconButton>
        </div>
      </div>
      {!folded && (
        <Conversation lines={lines} labelledBy={id}>
          {lines.length === 0 && <li className="text-sm text-muted">{t('waiting', { language: c(language) })}</li>}
          {lines.map((line, index) => (
            <li key={line.key}>
              <TranscriptLine line={line} newest={index >= lines.length - 2} questions={questions} closed={over} onAnswer={onAnswer} />
            </li>
          ))}
        </Conversation>
      )}
    </section>
  );
}

interface ConversationProps {
  readonly lines: readonly Line[];
  readonly labelledBy: string;
  readonly children: React.ReactNode;
}

/** Follows the last line, unless the reader has gone back to an earlier one. */
function Conversation({ lines, labelledBy, children }: ConversationProps) {
  const box = useRef<HTMLOListElement>(null);
  const following = useRef(true);
  const count = lines.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what to follow.
  useEffect(() => {
    const element = box.current;
    if (element && following.current) element.scrollTop = element.scrollHeight;
  }, [count]);
  return (
    <ol
      ref={box}
      tabIndex={0}
      aria-labelledby={labelledBy}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        following.current = scrollTop + clientHeight > scrollHeight - 40;
      }}
      className="min-h-0 flex-1 space-y-3 overflow-y-auto px-4 py-4 focus-visible:-outline-offset-2"
    >
      {children}
    </ol>
  );
}

interface TranscriptLineProps extends Pick<InterviewerPanelProps, 'questions' | 'onAnswer'> {
  readonly line: Line;
  readonly newest: boolean;
  readonly closed: boolean;
}

function TranscriptLine({ line, newest, questions, closed, onAnswer }: TranscriptLineProps) {
  const t = useTranslations('interview.room');
  const say = useSay();
  if (line.kind === 'question') {
    const question = questions[line.question];
    if (!question) return null;
    return <QuestionCard question={question} chosen={line.choice} closed={closed} onChoose={(choice) => onAnswer(line.question, choice)} />;
  }
  if (line.kind === 'said') {
    return (
      <div className="flex gap-3">
        <Moment remainingMs={line.remainingMs} />
        <p className={`min-w-0 flex-1 text-sm text-pretty wrap-anywhere ${newest ? 'text-text' : 'text-muted'}`}>{say(line.said)}</p>
      </div>
    );
  }
  return (
    <div className="flex items-center gap-3 text-xs text-muted">
      <Moment remainingMs={line.remainingMs} />
      <span className="tabular-nums">{line.kind === 'hint' ? t('hint', line) : t('run', { number: line.number })}</span>
      {line.kind === 'run' && <span className="font-medium tabular-nums">{runState(line.state, t)}</span>}
      <span aria-hidden className="h-px flex-1 bg-line" />
    </div>
  );
}

function runState(state: Extract<Line, { kind: 'run' }>['state'], t: ReturnType<typeof useTranslations<'interview.room'>>): string {
  if (typeof state === 'object') return formatRps(state.survivedRps);
  return t(({ going: 'runGoing', stopped: 'runStopped', failed: 'runFailed' } as const)[state]);
}

/** What the clock showed. */
function Moment({ remainingMs }: { readonly remainingMs: number }) {
  return <span className="w-9 shrink-0 text-right text-xs leading-5 text-muted tabular-nums">{formatClock(remainingMs)}</span>;
}
