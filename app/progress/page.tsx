import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { loadReferenceRuns } from '#catalogue/load.ts';
import { Progress } from '#components/progress/progress.tsx';
import { SiteHeader } from '#components/shell/site-header.tsx';
import { viewCatalogue } from '../catalogue-tracks.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('progress'))('title') };
}

export default async function ProgressPage() {
  const { tracks, first, ready } = viewCatalogue(await getLocale());
  return (
    <>
      <SiteHeader />
      <Progress
        tracks={tracks}
        first={first?.slug}
        limitsMs={Object.fromEntries(ready.map(({ slug, slo }) => [slug, slo.p99Ms]))}
        references={loadReferenceRuns()}
      />
    </>
  );
}
