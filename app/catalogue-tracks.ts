import { type ChallengeSummary, listChallenges, loadTracks } from '#catalogue/load.ts';
import type { Locale } from '#catalogue/schema.ts';
import type { CatalogueEntry, CatalogueTrack } from '#components/home/catalogue-entry.ts';

/** The challenge that a visitor is led to first: the first of these that is ready. */
const FIRST = ['the-interview', 'n-plus-one'];

export interface CatalogueView {
  readonly tracks: readonly CatalogueTrack[];
  readonly first: CatalogueEntry | undefined;
  readonly ready: readonly ChallengeSummary[];
}

/** What pages show of the catalogue, in the reader's language. */
export function viewCatalogue(locale: Locale): CatalogueView {
  const ready = listChallenges().filter(({ status }) => status === 'ready');
  const entries = ready.map(({ slug, title, level, minutes, prerequisites, goalRps, ladder }) => ({
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
  return { tracks, first: FIRST.flatMap((slug) => entries.find((entry) => entry.slug === slug) ?? [])[0] ?? entries[0], ready };
}
