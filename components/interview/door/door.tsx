'use client';

import { ArrowRight, FileCheck2, Lightbulb, MessageSquareText, Play, Timer } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { hintPrice } from '#interview/hint-price.ts';
import type { ProgramLanguage } from '../../language/program-language.ts';
import { formatRps } from '../../results/format.ts';
import { loadRuntimeAssets } from '../../sandbox/runtime-assets.ts';
import { SiteHeader } from '../../shell/site-header.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { WorkbenchChallenge } from '../../workbench/workbench-challenge.ts';

const LANGUAGES: readonly ProgramLanguage[] = ['python', 'typescript'];

export interface DoorProps {
  readonly challenge: WorkbenchChallenge;
  readonly firstLanguage: ProgramLanguage;
  /** False until the browser has said whether an interview is under way. */
  readonly known: boolean;
  readonly onStart: (language: ProgramLanguage) => void;
}

/** What will happen, before anything does. */
export function Door({ challenge, firstLanguage, known, onStart }: DoorProps) {
  const t = useTranslations('interview.door');
  const c = useTranslations('common');
  const [language, setLanguage] = useState(firstLanguage);
  useFetchedAhead(language);
  const { slug, title, minutes, task, questions, hints, starters } = challenge;
  const offered = LANGUAGES.filter((each) => starters[each]);
  const facts = [
    { icon: Timer, title: t('clockTitle', { minutes }), text: t('clock', { language: c(language) }) },
    { icon: Play, title: t('runTitle'), text: t('run') },
    { icon: MessageSquareText, title: t('askTitle'), text: t('ask', { count: questions.length }) },
    {
      icon: Lightbulb,
      title: t('hintTitle'),
      text: t('hint', { count: hints.length, from: hintPrice(1), to: hintPrice(hints.length) }),
    },
    { icon: FileCheck2, title: t('endTitle'), text: t('end') },
  ];
  return (
    <>
      <SiteHeader />
      <main id="main" className="mx-auto max-w-2xl px-4 py-10 sm:px-6 sm:py-16">
        <p className="text-sm font-medium text-accent">{t('eyebrow')}</p>
        <h1 className="mt-2 text-xl font-semibold tracking-tight text-balance sm:text-2xl">{title}</h1>
        <p className="mt-4 text-lg text-muted text-pretty">
          {t('lead', { minutes, firstRps: formatRps(task.ladder[0]?.offeredRps ?? 0), goalRps: formatRps(task.goalRps) })}
        </p>
        <h2 className="sr-only">{t('whatTitle')}</h2>
        <dl className="mt-8 divide-y divide-line border-y border-line">
          {facts.map(({ icon: Icon, ...fact }) => (
            <div key={fact.title} className="grid grid-cols-[1.25rem_1fr] gap-x-4 py-4">
              <Icon size={20} strokeWidth={1.75} aria-hidden className="mt-0.5 text-muted" />
              <dt className="font-semibold">{fact.title}</dt>
              <dd className="col-start-2 mt-1 text-sm text-muted text-pretty">{fact.text}</dd>
            </div>
          ))}
        </dl>
        <div className="mt-8 flex flex-wrap items-center gap-x-4 gap-y-3">
          {offered.length > 1 && (
            <Segmented
              legend={t('language')}
              value={language}
              onChange={setLanguage}
              options={offered.map((each) => ({ value: each, label: c(each), name: c(each) }))}
            />
          )}
          <Button look="primary" size="large" disabled={!known} onClick={() => onStart(language)}>
            {t('start')}
            <ArrowRight size={16} aria-hidden />
          </Button>
          <Link href={`/challenges/${slug}?lang=${language}`} className={buttonClass('quiet', 'large')}>
            {t('practise')}
          </Link>
        </div>
        <p className="mt-6 text-sm text-muted text-pretty">
          {t('fresh')} {t('kept')}
        </p>
      </main>
    </>
  );
}

/** What is fetched while one reads is in the browser's cache when the clock waits for it. It fails later, if it does. */
function useFetchedAhead(language: ProgramLanguage): void {
  useEffect(() => {
    const { signal } = new AbortController();
    loadRuntimeAssets(language, { signal, onProgress: () => {} }).catch(() => {});
  }, [language]);
}
