import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { getLocale } from 'next-intl/server';
import { cache } from 'react';
import { listSlugs, loadChallenge } from '#catalogue/load.ts';
import { LAYOUT_COOKIE, readLayout } from '#components/workbench/pane.ts';
import { Workbench } from '#components/workbench/workbench.tsx';

interface ChallengePageProps {
  readonly params: Promise<{ slug: string }>;
}

const load = cache((slug: string) => (listSlugs().includes(slug) ? loadChallenge(slug) : null));

export async function generateMetadata({ params }: ChallengePageProps): Promise<Metadata> {
  const challenge = load((await params).slug);
  return challenge ? { title: challenge.texts[await getLocale()].title } : {};
}

export default async function ChallengePage({ params }: ChallengePageProps) {
  const challenge = load((await params).slug);
  const starter = challenge?.starters.python;
  if (!challenge || !starter) notFound();
  const [locale, cookieStore] = await Promise.all([getLocale(), cookies()]);
  const { title, brief, hints, debrief } = challenge.texts[locale];
  return (
    <Workbench
      key={challenge.meta.slug}
      challenge={{ slug: challenge.meta.slug, title, language: 'python', task: challenge.task, starter, brief, hints, debrief }}
      layout={readLayout(cookieStore.get(LAYOUT_COOKIE)?.value)}
    />
  );
}
