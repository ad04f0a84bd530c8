/** A place that the reader asked to see; a new object each time, so that asking twice goes there twice. */
export interface LineTarget {
  readonly file: string;
  readonly line: number;
}

/** A line of the program that a run has something to say about. */
export interface LineMark {
  readonly file: string;
  readonly line: number;
  /** error: the program failed here. cause: the diagnosis points here. heat: it took CPU. blocked: it kept the loop. */
  readonly kind: 'error' | 'cause' | 'heat' | 'blocked';
  readonly text: string;
  /** Of heat and blocked: 1 to 4, by its share of the stage's time. */
  readonly level?: HeatLevel;
}
export type HeatLevel = 1 | 2 | 3 | 4;
