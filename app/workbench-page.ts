// What the pages with a workbench load: the challenge in the reader's language, and what the reader chose before.
import { cookies } from 'next/headers';
import { getLocale } from 'next-intl/server';
import { cache } from 'react';
import { listSlugs, loadChallenge, loadTitle, loadTopics } from '#catalogue/load.ts';
import { chooseLanguage, LANGUAGE_PARAMETER, languageCookie } from '#components/workbench/chosen-language.ts';
import { LAYOUT_COOKIE, readLayout } from '#components/workbench/pane.ts';

export interface WorkbenchPageProps {
  readonly params: Promise<{ slug: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Null: there is no such challenge. */
export const loadKnown = cache((slug: string) => (listSlugs().includes(slug) ? loadChallenge(slug) : null));

/** Null: there is no such challenge, or it has no program. */
export async function loadWorkbench({ params, searchParams }: WorkbenchPageProps) {
  const challenge = loadKnown((await params).slug);
  if (!challenge) return null;
  const [locale, cookieStore, search] = await Promise.all([getLocale(), cookies(), searchParams]);
  const { slug, languages, level, minutes } = challenge.meta;
  const firstLanguage = chooseLanguage(languages, search[LANGUAGE_PARAMETER], cookieStore.get(languageCookie(slug))?.value);
  if (!firstLanguage) return null;
  const { title, brief, hints, debrief, questions } = challenge.texts[locale];
  const topicNames = loadTopics();
  const topics = challenge.meta.topics.map((topic) => topicNames[topic]?.[locale] ?? topic);
  const prerequisites = challenge.meta.prerequisites.map((each) => ({ slug: each, title: loadTitle(each)[locale] }));
  const { task, starters } = challenge;
  return {
    challenge: { slug, title, level, minutes, topics, prerequisites, task, starters, brief, hints, debrief, questions },
    firstLanguage,
    layout: readLayout(cookieStore.get(LAYOUT_COOKIE)?.value),
  };
}
