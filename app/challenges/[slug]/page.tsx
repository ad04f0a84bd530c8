import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale } from 'next-intl/server';
import { PracticeClock } from '#components/interview/clock/practice-clock.tsx';
import { Workbench } from '#components/workbench/workbench.tsx';
import { loadKnown, loadWorkbench, type WorkbenchPageProps } from '../../workbench-page.ts';

export async function generateMetadata({ params }: WorkbenchPageProps): Promise<Metadata> {
  const challenge = loadKnown((await params).slug);
  return challenge ? { title: challenge.texts[await getLocale()].title } : {};
}

export default async function ChallengePage(props: WorkbenchPageProps) {
  const loaded = await loadWorkbench(props);
  if (!loaded) notFound();
  const { slug, minutes } = loaded.challenge;
  return <Workbench key={slug} {...loaded} clock={<PracticeClock challenge={slug} minutes={minutes} />} />;
}
