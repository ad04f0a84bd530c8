import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { getLocale } from 'next-intl/server';
import { cache } from 'react';
import { listSlugs, loadChallenge, loadTitle, loadTopics } from '#catalogue/load.ts';
import { chooseLanguage, LANGUAGE_PARAMETER, languageCookie } from '#components/workbench/chosen-language.ts';
import { LAYOUT_COOKIE, readLayout } from '#components/workbench/pane.ts';
import { Workbench } from '#components/workbench/workbench.tsx';

interface ChallengePageProps {
  readonly params: Promise<{ slug: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

const load = cache((slug: string) => (listSlugs().includes(slug) ? loadChallenge(slug) : null));

export async function generateMetadata({ params }: ChallengePageProps): Promise<Metadata> {
  const challenge = load((await params).slug);
  return challenge ? { title: challenge.texts[await getLocale()].title } : {};
}

export default async function ChallengePage({ params, searchParams }: ChallengePageProps) {
  const challenge = load((await params).slug);
  if (!challenge) notFound();
  const [locale, cookieStore, search] = await Promise.all([getLocale(), cookies(), searchParams]);
  const { slug, languages, level, minutes } = challenge.meta;
  const language = chooseLanguage(languages, search[LANGUAGE_PARAMETER], cookieStore.get(languageCookie(slug))?.value);
  if (!language) notFound();
  const { title, brief, hints, debrief, questions } = challenge.texts[locale];
  const topicNames = loadTopics();
  const topics = challenge.meta.topics.map((topic) => topicNames[topic]?.[locale] ?? topic);
  const prerequisites = challenge.meta.prerequisites.map((each) => ({ slug: each, title: loadTitle(each)[locale] }));
  const { task, starters } = challenge;
  return (
    <Workbench
      key={slug}
      challenge={{ slug, title, level, minutes, topics, prerequisites, task, starters, brief, hints, debrief, questions }}
      firstLanguage={language}
      layout={readLayout(cookieStore.get(LAYOUT_COOKIE)?.value)}
    />
  );
}
