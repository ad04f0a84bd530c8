/** A line of the program that a run has something to say about. */
export interface LineMark {
  readonly file: string;
  readonly line: number;
  /** error: the program failed here. cause: the diagnosis points here. */
  readonly kind: 'error' | 'cause';
  readonly text: string;
}
