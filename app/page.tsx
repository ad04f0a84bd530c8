import { getLocale } from 'next-intl/server';
import { listChallenges, loadTracks } from '#catalogue/load.ts';
import { Home } from '#components/home/home.tsx';
import { SiteHeader } from '#components/shell/site-header.tsx';

const FIRST = 'n-plus-one';

export default async function HomePage() {
  const locale = await getLocale();
  const entries = listChallenges()
    .filter(({ status }) => status === 'ready')
    .map(({ slug, title, level, minutes, prerequisites, goalRps, ladder }) => ({
      slug,
      title: title[locale],
      level,
      minutes,
      prerequisites,
      goalRps,
      ladderRps: ladder.map((stage) => stage.offeredRps),
    }));
  const tracks = loadTracks()
    .map(({ id, title, challenges }) => ({ id, title: title[locale], entries: entries.filter(({ slug }) => challenges.includes(slug)) }))
    .filter((track) => track.entries.length > 0);
  return (
    <>
      <SiteHeader />
      <Home tracks={tracks} first={entries.find((entry) => entry.slug === FIRST) ?? entries[0]} />
    </>
  );
}
