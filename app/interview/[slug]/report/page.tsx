import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { listChallenges } from '#catalogue/load.ts';
import { ReportPage } from '#components/interview/report-card/report-page.tsx';
import { SiteHeader } from '#components/shell/site-header.tsx';
import { loadKnown, type WorkbenchPageProps } from '../../../workbench-page.ts';

export async function generateMetadata({ params }: WorkbenchPageProps): Promise<Metadata> {
  const challenge = loadKnown((await params).slug);
  if (!challenge) return {};
  const [locale, t] = await Promise.all([getLocale(), getTranslations('card')]);
  return { title: t('titleOf', { title: challenge.texts[locale].title }) };
}

export default async function InterviewReportPage({ params, searchParams }: WorkbenchPageProps) {
  const challenge = loadKnown((await params).slug);
  if (!challenge) notFound();
  const [locale, { id }] = await Promise.all([getLocale(), searchParams]);
  const { title, questions } = challenge.texts[locale];
  const titles = Object.fromEntries(listChallenges().map((each) => [each.slug, each.title[locale]]));
  const ladderRps = challenge.task.ladder.map((stage) => stage.offeredRps);
  return (
    <>
      <SiteHeader />
      <ReportPage challenge={{ slug: challenge.meta.slug, title, questions, ladderRps, titles }} id={typeof id === 'string' ? id : null} />
    </>
  );
}
