'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Questions } from './questions.tsx';
import type { DraftControls } from './use-draft.ts';
import type { WorkbenchChallenge } from './workbench-challenge.ts';

export interface BriefPaneProps {
  readonly challenge: WorkbenchChallenge;
  readonly draft: DraftControls;
  readonly reachedGoal: boolean;
}

export function BriefPane({ challenge, draft, reachedGoal }: BriefPaneProps) {
  return (
    <div className="mx-auto max-w-prose space-y-8 px-5 py-6">
      <article>
        <h2 className="text-xl font-semibold tracking-tight text-balance">{challenge.title}</h2>
        <Facts challenge={challenge} />
        <Markdown text={challenge.brief} />
      </article>
      <Hints hints={challenge.hints} draft={draft} />
      <Debrief challenge={challenge} reachedGoal={reachedGoal} />
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

function Hints({ hints, draft }: { readonly hints: WorkbenchChallenge['hints']; readonly draft: DraftControls }) {
  const t = useTranslations('workbench.hints');
  const shown = Math.min(draft.hints, hints.length);
  if (hints.length === 0) return null;
  return (
    <section className="border-t border-line pt-5">
      <h2 className="text-sm font-semibold">{t('title')}</h2>
      <p className="mt-1 text-sm text-muted">{shown === hints.length ? t('all') : t('intro')}</p>
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
      {shown < hints.length && (
        <Button className="mt-3" disabled={!draft.ready} onClick={draft.revealHint}>
          {t('reveal', { number: shown + 1, total: hints.length })}
        </Button>
      )}
    </section>
  );
}

function Debrief({ challenge, reachedGoal }: Pick<BriefPaneProps, 'challenge' | 'reachedGoal'>) {
  const t = useTranslations('workbench.debrief');
  const [opened, setOpened] = useState(false);
  const open = opened || reachedGoal;
  return (
    <>
      <section className="border-t border-line pt-5">
        <h2 className="text-sm font-semibold">{t('title')}</h2>
        <p className="mt-1 text-sm text-muted">{reachedGoal ? t('reached') : t('locked')}</p>
        {open ? (
          <div className="mt-4">
            <Markdown text={challenge.debrief} nested />
          </div>
        ) : (
          <Button className="mt-3 -ml-3" look="quiet" onClick={() => setOpened(true)}>
            {t('open')}
          </Button>
        )}
      </section>
      {open && <Questions challenge={challenge.slug} questions={challenge.questions} />}
    </>
  );
}
