import { getLocale } from 'next-intl/server';
import { listChallenges } from '#catalogue/load.ts';
import { Home } from '#components/home/home.tsx';
import { SiteHeader } from '#components/shell/site-header.tsx';

const FIRST = 'n-plus-one';

export default async function HomePage() {
  const locale = await getLocale();
  const entries = listChallenges()
    .filter(({ status }) => status === 'ready')
    .map(({ slug, title, level, topics, minutes, languages, goalRps, ladder }) => ({
      slug,
      title: title[locale],
      level,
      topics,
      minutes,
      languages,
      goalRps,
      ladderRps: ladder.map((stage) => stage.offeredRps),
    }));
  return (
    <>
      <SiteHeader />
      <Home entries={entries} first={entries.find((entry) => entry.slug === FIRST) ?? entries[0]} />
    </>
  );
}
