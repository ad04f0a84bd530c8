import { getLocale } from 'next-intl/server';
import { Home } from '#components/home/home.tsx';
import { SiteHeader } from '#components/shell/site-header.tsx';
import { viewCatalogue } from './catalogue-tracks.ts';

export default async function HomePage() {
  const { tracks, first } = viewCatalogue(await getLocale());
  return (
    <>
      <SiteHeader />
      <Home tracks={tracks} first={first} />
    </>
  );
}
