// What a guest's process may take of the machine, by the clock on the wall: far more than an honest run needs, and no part of any score.
export interface Limits {
  /** Resident. */
  readonly memoryBytes: number;
  /** Without an answer. A step of an honest guest ends within a second. */
  readonly silenceMs: number;
  readonly lifeMs: number;
}

const MB = 1024 * 1024;

/** A Python interpreter allows its workers 768 MB together and ends itself with a verdict; its own 200 MB are beside that. */
export const LIMITS: Readonly<Record<'python' | 'typescript', Limits>> = {
  python: { memoryBytes: 1400 * MB, silenceMs: 60_000, lifeMs: 600_000 },
  typescript: { memoryBytes: 1400 * MB, silenceMs: 60_000, lifeMs: 600_000 },
};

/** Places in the words that the judge's thread shares with the watchdog. */
export const WORDS = { END: 0, FRAMES: 1, ASKED: 2, COUNT: 3 } as const;
export const END = { NONE: 0, MEMORY: 1, SILENCE: 2, LIFE: 3 } as const;

export const END_WORDS: readonly string[] = [
  'it has ended by itself',
  'it took more memory than a guest may have',
  'it gave no answer for too long',
  'it lived longer than a run may take',
];
