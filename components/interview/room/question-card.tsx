'use client';

import { useTranslations } from 'next-intl';
import { InlineMarkdown } from '../../ui/markdown.tsx';
import type { WorkbenchChallenge } from '../../workbench/workbench-challenge.ts';

export interface QuestionCardProps {
  readonly question: WorkbenchChallenge['questions'][number];
  readonly chosen: number | null;
  readonly closed: boolean;
  readonly onChoose: (choice: number) => void;
}

/** A question of the interviewer's. What was chosen is marked, not judged. */
export function QuestionCard({ question, chosen, closed, onChoose }: QuestionCardProps) {
  const t = useTranslations('interview.room');
  const answered = chosen !== null;
  return (
    <fieldset className="rounded border border-line bg-surface p-3">
      <legend className="float-left mb-3 w-full text-sm font-semibold text-pretty">
        <InlineMarkdown text={question.title} />
        {!answered && <span className="sr-only"> {t('answerTo')}</span>}
      </legend>
      <div className="clear-both space-y-1.5">
        {question.choices.map((choice, index) => {
          const mine = index === chosen;
          if (answered && !mine) return null;
          return (
            <button
              key={choice.text}
              type="button"
              aria-pressed={mine}
              aria-disabled={answered || closed}
              onClick={() => answered || closed || onChoose(index)}
              className={`flex w-full gap-2.5 rounded border px-2.5 py-2 text-left text-sm transition-colors duration-150 ${
                mine
                  ? 'cursor-default border-accent bg-accent-soft'
                  : 'border-line bg-bg hover:border-line-strong aria-disabled:cursor-default'
              }`}
            >
              <span
                aria-hidden
                className={`mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border ${mine ? 'border-accent' : 'border-line-strong'}`}
              >
                {mine && <span className="size-2 rounded-full bg-accent" />}
              </span>
              <span className="min-w-0 text-pretty">
                {mine && <span className="sr-only">{t('answer')}: </span>}
                <InlineMarkdown text={choice.text} />
              </span>
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
