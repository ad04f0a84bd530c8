import { getLocale } from 'next-intl/server';
import { listChallenges } from '#catalogue/load.ts';
import { Home } from '#components/home/home.tsx';
import { SiteHeader } from '#components/shell/site-header.tsx';

const FIRST = 'n-plus-one';

export default async function HomePage() {
  const locale = await getLocale();
  const entries = listChallenges().map(({ file, task, texts }) => ({
    slug: file.slug,
    title: texts[locale].title,
    level: file.level,
    topics: file.topics,
    minutes: file.minutes,
    goalRps: file.goalRps,
    ladderRps: task.ladder.map((stage) => stage.offeredRps),
  }));
  return (
    <>
      <SiteHeader />
      <Home entries={entries} first={entries.find((entry) => entry.slug === FIRST) ?? entries[0]} />
    </>
  );
}
