// The event loops of a stage around their largest lag, and where its CPU went. In columns and with tables of places: there are a
// thousand segments a stage, and a report has to stay small.
import { z } from 'zod';
import { CallReport, NO_CALLS } from './call-report.ts';

const Numbers = z.array(z.number());
const Place = z.object({ file: z.string().nullable(), line: z.number().nullable() });

export const LaneReport = z.object({
  worker: z.number(),
  /** Stretches in which the worker was occupied, one after the other. */
  segments: z.object({
    /** Idle before it, since the end of the one before or since fromMs; µs. */
    gapUs: Numbers,
    us: Numbers,
    /** On whose behalf; 0: of no request. */
    request: Numbers,
    /** Index into places: where it came to; -1 if unknown. */
    place: Numbers,
    /** Index into holds: what kept the loop meanwhile; -1: nothing did. */
    hold: Numbers,
  }),
  /** Turns as they began. */
  turns: z.object({
    /** Since the turn before, or since fromMs; µs. */
    gapUs: Numbers,
    /** How long the oldest event had been due. */
    lagUs: Numbers,
    /** Events that were due. */
    ready: Numbers,
    /** Requests open in the worker. */
    open: Numbers,
    /** Threads of its pools in use. */
    threads: Numbers,
  }),
});

export const LoopReport = z.object({
  /** Virtual ms since the measured window began. */
  fromMs: z.number(),
  toMs: z.number(),
  /** When the measured window began, on the clock of the traces. */
  windowStartMs: z.number(),
  largestLag: z.object({ worker: z.number(), atMs: z.number(), lagMs: z.number() }).nullable(),
  places: z.array(Place),
  /** slow: CPU of a step that kept the loop for 5 ms and more; blocked: a call that does not give way. */
  holds: z.array(z.object({ kind: z.enum(['slow', 'blocked']), what: z.string() })),
  lanes: z.array(LaneReport),
});

export const ProfileLine = z.object({
  file: z.string(),
  line: z.number(),
  /** What stands there, without its indentation. */
  text: z.string(),
  /** The function around it, by its name or its route; null at the top of a module. */
  function: z.string().nullable(),
  cpuMs: z.number(),
  /** Spent in calls that kept the loop and did nothing. */
  blockedMs: z.number(),
  /** What its requests waited for there while others could run. */
  waits: z.array(z.object({ resource: z.string(), queueMs: z.number(), serviceMs: z.number(), count: z.number() })),
});

/** Of the measured window, all simulated workers together. */
export const ProfileReport = z.object({
  cpuMs: z.number(),
  /** The server's own work of taking requests over. */
  acceptMs: z.number(),
  /** Of no known line: the framework around the handler, and the loop. */
  elsewhereMs: z.number(),
  blockedMs: z.number(),
  /** Most CPU first. */
  lines: z.array(ProfileLine),
  /** The same by who called whom. Reports of earlier versions have none. */
  calls: CallReport.default(NO_CALLS),
  memory: z.object({ limitMb: z.number(), holder: Place.extend({ name: z.string(), mb: z.number() }).nullable() }),
});

export type LoopReport = z.infer<typeof LoopReport>;
export type LaneReport = z.infer<typeof LaneReport>;
export type ProfileReport = z.infer<typeof ProfileReport>;
export type ProfileLine = z.infer<typeof ProfileLine>;
