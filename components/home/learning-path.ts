// What the map says of a challenge: how far its best run came, and which one to do next.
import type { CatalogueEntry, CatalogueTrack } from './catalogue-entry.ts';

type Bests = ReadonlyMap<string, { readonly survivedRps: number }>;

/** Stages that the best program held. */
export function heldStages({ slug, ladderRps }: CatalogueEntry, bests: Bests): number {
  const survivedRps = bests.get(slug)?.survivedRps ?? 0;
  return ladderRps.filter((rps) => rps <= survivedRps).length;
}

export function reachedGoal({ slug, goalRps }: CatalogueEntry, bests: Bests): boolean {
  return (bests.get(slug)?.survivedRps ?? 0) >= goalRps;
}

/** Those of its prerequisites whose goal is not reached yet. */
export function missingBefore(entry: CatalogueEntry, all: readonly CatalogueEntry[], bests: Bests): CatalogueEntry[] {
  return all.filter((other) => entry.prerequisites.includes(other.slug) && !reachedGoal(other, bests));
}

/** The first on the path that is open: not reached, with all that belongs before it reached. Null: everything is reached. */
export function nextChallenge(tracks: readonly CatalogueTrack[], bests: Bests): string | null {
  const all = tracks.flatMap((track) => track.entries);
  const open = all.filter((entry) => !reachedGoal(entry, bests));
  return (open.find((entry) => missingBefore(entry, all, bests).length === 0) ?? open[0])?.slug ?? null;
}
