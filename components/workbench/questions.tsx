'use client';

import { Check, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { InlineMarkdown, Markdown } from '../ui/markdown.tsx';
import { useChosen } from './use-chosen.ts';
import type { WorkbenchChallenge } from './workbench-challenge.ts';

type Question = WorkbenchChallenge['questions'][number];

/** What an interviewer asks next: the first choice counts, and the answer says why. */
export function Questions({ challenge, questions }: { readonly challenge: string; readonly questions: readonly Question[] }) {
  const t = useTranslations('workbench.questions');
  const [chosen, choose] = useChosen(challenge);
  const right = questions.filter((question, index) => question.choices[chosen[index] ?? -1]?.right).length;
  const answered = questions.filter((_, index) => chosen[index] !== undefined).length;
  return (
    <section className="border-t border-line pt-5">
      <h2 className="text-sm font-semibold">{t('title')}</h2>
      <p className="mt-1 text-sm text-muted tabular-nums">
        {answered === questions.length ? t('right', { right, total: questions.length }) : t('intro')}
      </p>
      <ol className="mt-4 space-y-8">
        {questions.map((question, index) => (
          <li key={question.title}>
            <QuestionForm question={question} chosen={chosen[index]} onChoose={(choice) => choose(index, choice)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface QuestionFormProps {
  readonly question: Question;
  readonly chosen: number | undefined;
  readonly onChoose: (choice: number) => void;
}

function QuestionForm({ question, chosen, onChoose }: QuestionFormProps) {
  const t = useTranslations('workbench.questions');
  const answered = chosen !== undefined;
  return (
    <fieldset>
      <legend className="mb-3 font-medium text-pretty">
        <InlineMarkdown text={question.title} />
      </legend>
      <div className="space-y-2">
        {question.choices.map((choice, index) => {
          const look = !answered ? 'open' : choice.right ? 'right' : index === chosen ? 'wrong' : 'other';
          return (
            // Buttons, not radio buttons: those are chosen by moving over them, and the first choice counts.
            <button
              key={choice.text}
              type="button"
              aria-pressed={index === chosen}
              aria-disabled={answered}
              onClick={() => answered || onChoose(index)}
              className={`flex w-full gap-3 rounded border p-3 text-left text-sm ${LOOKS[look]}`}
            >
              <span aria-hidden className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-current">
                {look === 'right' && <Check size={12} strokeWidth={3} />}
                {look === 'wrong' && <X size={12} strokeWidth={3} />}
              </span>
              <span className="min-w-0 text-pretty text-text">
                <InlineMarkdown text={choice.text} />
                {answered && choice.right && <span className="sr-only"> {t('isRight')}</span>}
                {look === 'wrong' && <span className="sr-only"> {t('isChosen')}</span>}
              </span>
            </button>
          );
        })}
      </div>
      <div aria-live="polite">
        {answered && (
          <div className="mt-3 text-sm">
            <p className={`font-medium ${question.choices[chosen]?.right ? 'text-healthy' : 'text-saturated'}`}>
              {question.choices[chosen]?.right ? t('yes') : t('no')}
            </p>
            <Markdown text={question.why} nested small />
          </div>
        )}
      </div>
    </fieldset>
  );
}

const LOOKS = {
  open: 'border-line bg-surface text-line-strong transition-colors duration-150 hover:border-line-strong',
  right: 'border-healthy bg-healthy-soft text-healthy cursor-default',
  wrong: 'border-saturated bg-saturated-soft text-saturated cursor-default',
  other: 'border-line text-line-strong cursor-default',
} as const;
