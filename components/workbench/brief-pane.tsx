'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { DiagnosisEntry } from '#judge/report.ts';
import type { GoToLine } from '../results/place-button.tsx';
import { Button } from '../ui/button.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { OwnHint } from './own-hint.tsx';
import { Questions } from './questions.tsx';
import type { DraftControls } from './use-draft.ts';
import type { WorkbenchChallenge } from './workbench-challenge.ts';
import type { WorkbenchInterview } from './workbench-interview.ts';

export interface BriefPaneProps {
  readonly challenge: WorkbenchChallenge;
  readonly draft: DraftControls;
  readonly reachedGoal: boolean;
  readonly interview?: WorkbenchInterview | undefined;
  /** First cause of the last run; null: there was none. */
  readonly cause?: DiagnosisEntry | null;
  readonly onGoToLine?: GoToLine;
}

export function BriefPane(props: BriefPaneProps) {
  const { interview } = props;
  const t = useTranslations('workbench');
  if (!interview) return <BriefText {...props} />;
  return (
    <div className="flex h-full flex-col">
      {interview.interviewer}
      <section tabIndex={0} aria-label={t('brief')} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2">
        <BriefText {...props} />
      </section>
    </div>
  );
}

function BriefText({ challenge, draft, reachedGoal, interview, cause = null, onGoToLine }: BriefPaneProps) {
  return (
    <div className="mx-auto max-w-prose space-y-8 px-5 py-6">
      <article>
        <h2 className="text-xl font-semibold tracking-tight text-balance">{challenge.title}</h2>
        <Facts challenge={challenge} />
        <Markdown text={challenge.brief} />
      </article>
      <Hints hints={challenge.hints} draft={draft} interview={interview} cause={cause} onGoToLine={onGoToLine} />
      <Debrief challenge={challenge} reachedGoal={reachedGoal} interview={interview} />
    </div>
  );
}

function Facts({ challenge: { level, minutes, topics, prerequisites } }: Pick<BriefPaneProps, 'challenge'>) {
  const t = useTranslations('workbench.facts');
  const l = useTranslations('home.level');
  const c = useTranslations('common');
  return (
    <div className="mt-2 mb-5 text-sm text-muted">
      <p>{[l(level), c('minutes', { count: minutes }), ...topics].join(' · ')}</p>
      {prerequisites.length > 0 && (
        <p className="mt-1">
          {t('before')}{' '}
          {prerequisites.map(({ slug, title }, index) => (
            <span key={slug}>
              {index > 0 && ', '}
              <Link href={`/challenges/${slug}`} className="underline underline-offset-2 hover:text-text">
                {title}
              </Link>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

interface HintsProps extends Pick<BriefPaneProps, 'draft' | 'interview'> {
  readonly hints: WorkbenchChallenge['hints'];
  readonly cause: DiagnosisEntry | null;
  readonly onGoToLine: GoToLine | undefined;
}

/** Free in practice; in an interview each has its price, told before. */
function Hints({ hints, draft, interview, cause, onGoToLine }: HintsProps) {
  const t = useTranslations('workbench.hints');
  const room = useTranslations('interview.room');
  const shown = Math.min(interview?.hintsShown ?? draft.hints, hints.length);
  const next = shown + 1;
  const [shownOf, setShownOf] = useState<DiagnosisEntry | null>(null);
  // What the own run says comes before what was written for everybody.
  const ownFirst = cause !== null && shownOf !== cause;
  if (hints.length === 0) return null;
  return (
    <section className="border-t border-line pt-5">
      <h2 className="text-sm font-semibold">{t('title')}</h2>
      <p className="mt-1 text-sm text-muted">{shown === hints.length ? t('all') : interview ? room('hintIntro') : t('intro')}</p>
      {!interview && <p className="mt-1 text-sm text-muted">{t('own.free')}</p>}
      {cause !== null && shownOf === cause && <OwnHint cause={cause} onGoToLine={onGoToLine} />}
      <ol className="mt-3 space-y-3" aria-live="polite">
        {hints.slice(0, shown).map((hint, index) => (
          <li key={hint.title} className="flex gap-3 rounded border border-line bg-surface p-3">
            <span className="flex size-5 shrink-0 items-center justify-center rounded-full bg-idle-soft text-xs font-medium tabular-nums">
              {index + 1}
            </span>
            <div className="min-w-0 flex-1 text-sm">
              <h3 className="mb-1 font-medium">{hint.title}</h3>
              <Markdown text={hint.text} nested />
            </div>
          </li>
        ))}
      </ol>
      {ownFirst && (
        <Button className="mt-3" onClick={() => setShownOf(cause)}>
          {t('own.show')}
        </Button>
      )}
      {!ownFirst && shown < hints.length && (
        <Button
          className="mt-3"
          disabled={!draft.ready || interview?.over}
          onClick={() => (interview ? interview.onHint(next) : draft.revealHint())}
        >
          {interview
            ? room('hintPrice', { number: next, total: hints.length, price: interview.hintPrice(next) })
            : t('reveal', { number: next, total: hints.length })}
        </Button>
      )}
    </section>
  );
}

function Debrief({ challenge, reachedGoal, interview }: Pick<BriefPaneProps, 'challenge' | 'reachedGoal' | 'interview'>) {
  const t = useTranslations('workbench.debrief');
  const room = useTranslations('interview.room');
  const [opened, setOpened] = useState(false);
  const open = interview ? interview.over : opened || reachedGoal;
  const locked = interview ? !open && room('debriefLocked') : t('locked');
  const intro = reachedGoal && open ? t('reached') : locked;
  return (
    <>
      <section className="border-t border-line pt-5">
        <h2 className="text-sm font-semibold">{t('title')}</h2>
        <p className="mt-1 text-sm text-muted">{intro}</p>
        {open ? (
          <div className="mt-4">
            <Markdown text={challenge.debrief} nested />
          </div>
        ) : (
          !interview && (
            <Button className="mt-3 -ml-3" look="quiet" onClick={() => setOpened(true)}>
              {t('open')}
            </Button>
          )
        )}
      </section>
      {open && !interview && <Questions challenge={challenge.slug} questions={challenge.questions} />}
    </>
  );
}
