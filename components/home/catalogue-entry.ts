/** A challenge on the map, in the reader's language. */
export interface CatalogueEntry {
  readonly slug: string;
  readonly title: string;
  readonly level: 'easy' | 'medium' | 'hard';
  readonly minutes: number;
  /** Challenges to have done before. */
  readonly prerequisites: readonly string[];
  readonly goalRps: number;
  readonly ladderRps: readonly number[];
}

export interface CatalogueTrack {
  readonly id: string;
  readonly title: string;
  /** In the order in which to learn them. */
  readonly entries: readonly CatalogueEntry[];
}
