/** A place that the reader asked to see; a new object each time, so that asking twice goes there twice. */
export interface LineTarget {
  readonly file: string;
  readonly line: number;
}

/** A line of the program that a run has something to say about. */
export interface LineMark {
  readonly file: string;
  readonly line: number;
  /** error: the program failed here. cause: the diagnosis points here. */
  readonly kind: 'error' | 'cause';
  readonly text: string;
}
