import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { InterviewEntrance } from '#components/interview/interview-entrance.tsx';
import { loadKnown, loadWorkbench, type WorkbenchPageProps } from '../../workbench-page.ts';

export async function generateMetadata({ params }: WorkbenchPageProps): Promise<Metadata> {
  const challenge = loadKnown((await params).slug);
  if (!challenge) return {};
  const [locale, t] = await Promise.all([getLocale(), getTranslations('interview')]);
  return { title: t('titleOf', { title: challenge.texts[locale].title }) };
}

export default async function InterviewPage(props: WorkbenchPageProps) {
  const loaded = await loadWorkbench(props);
  if (!loaded) notFound();
  return <InterviewEntrance key={loaded.challenge.slug} {...loaded} />;
}
