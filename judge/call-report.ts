// The CPU of a stage as a tree of who called whom. In columns: a report has one for each stage.
import { z } from 'zod';

const Numbers = z.array(z.number());

/** What a node of the tree stands for. */
export const CALL_KINDS = [
  /** All that kept the loops; the first node. */
  'all',
  /** Taking a request over from its connection. */
  'accept',
  /** Of no known line: the framework around the handler, and the loop. */
  'elsewhere',
  /** A function of the program; with no name, the top of a module. */
  'function',
  /** A line of the function above, with what it started. */
  'line',
  /** What a library did for the line: a name that the page translates, or the call's. */
  'library',
  /** A call of a built-in of 0.1 ms or more. */
  'built-in',
  /** A call that kept the loop and did nothing. */
  'blocked',
] as const;
export type CallKind = (typeof CALL_KINDS)[number];

export const CallReport = z.object({
  names: z.array(z.string()),
  files: z.array(z.string()),
  /** Columns, one entry a node; those above come before those below. Index of the node above; -1 of the first. */
  above: Numbers,
  /** Index into CALL_KINDS. */
  kind: Numbers,
  /** Index into names; -1: it has none. */
  name: Numbers,
  /** Index into files; -1: it is at no place. */
  file: Numbers,
  /** Of a function: where it begins, or its line that takes most. 0: at no place. */
  line: Numbers,
  /** Without what is below, µs. */
  cpuUs: Numbers,
  blockedUs: Numbers,
});
export type CallReport = z.infer<typeof CallReport>;

export const NO_CALLS: CallReport = { names: [], files: [], above: [], kind: [], name: [], file: [], line: [], cpuUs: [], blockedUs: [] };
