import { notFound } from 'next/navigation';
import { getLocale } from 'next-intl/server';
import { ReportOutline } from '#components/interview/report-outline.tsx';
import { SiteHeader } from '#components/shell/site-header.tsx';
import { loadKnown, type WorkbenchPageProps } from '../../../workbench-page.ts';

export default async function ReportPage({ params, searchParams }: WorkbenchPageProps) {
  const challenge = loadKnown((await params).slug);
  if (!challenge) notFound();
  const { id } = await searchParams;
  return (
    <>
      <SiteHeader />
      <ReportOutline
        challenge={challenge.meta.slug}
        title={challenge.texts[await getLocale()].title}
        id={typeof id === 'string' ? id : null}
      />
    </>
  );
}
