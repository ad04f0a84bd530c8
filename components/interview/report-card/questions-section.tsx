'use client';

import { useTranslations } from 'next-intl';
import type { Question } from '#catalogue/texts.ts';
import type { CardQuestion } from '#interview/card.ts';
import { InlineMarkdown, Markdown } from '../../ui/markdown.tsx';

/** The interviewer's questions, what was answered, and why the right answer is right. */
export function QuestionsSection({
  asked,
  questions,
}: {
  readonly asked: readonly CardQuestion[];
  readonly questions: readonly Question[];
}) {
  const t = useTranslations('card.questions');
  if (asked.length === 0) return <p className="text-sm text-muted">{t('none')}</p>;
  return (
    <ol className="space-y-5">
      {asked.map(({ question, choice, right }) => {
        const text = questions[question];
        if (text === undefined) return null;
        const chosen = choice === null ? null : (text.choices[choice] ?? null);
        const best = text.choices.find((each) => each.right);
        return (
          <li key={question} className="break-inside-avoid text-sm">
            <h4 className="font-medium">
              <InlineMarkdown text={text.title} />
            </h4>
            <p className="mt-1.5">
              <span className={`mr-2 font-medium ${choice === null ? 'text-muted' : right ? 'text-healthy' : 'text-saturated'}`}>
                {choice === null ? t('unanswered') : right ? t('right') : t('wrong')}
              </span>
              {chosen && <InlineMarkdown text={chosen.text} />}
            </p>
            {!right && best && (
              <p className="mt-1">
                <span className="mr-2 font-medium text-muted">{t('best')}</span>
                <InlineMarkdown text={best.text} />
              </p>
            )}
            <div className="mt-1.5 text-muted">
              <Markdown text={text.why} nested small />
            </div>
          </li>
        );
      })}
    </ol>
  );
}
