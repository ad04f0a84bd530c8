// The one result of a run. One schema for page, command line, check and verifier. Extend, do not rename.
import { z } from 'zod';
import { LoopReport, ProfileReport } from './loop-report.ts';

export const SloRow = z.object({ id: z.string(), limit: z.number(), value: z.number(), passed: z.boolean() });

export const StageReport = z.object({
  offeredRps: z.number(),
  seconds: z.number(),
  warmupSeconds: z.number(),
  completed: z.number(),
  throughputRps: z.number(),
  goodputRps: z.number(),
  errorRate: z.number(),
  /** By status, plus "timeout", "wrong", "stale". */
  errors: z.record(z.string(), z.number()),
  unfinished: z.number(),
  latencyMs: z.object({ p50: z.number(), p90: z.number(), p99: z.number(), max: z.number() }),
  loopLagMs: z.object({ mean: z.number(), p99: z.number(), max: z.number() }),
  slo: z.array(SloRow),
  /** What must hold in the database (world.invariants), at the end of the stage. */
  invariants: z.array(z.object({ id: z.string(), broken: z.number(), off: z.number(), successes: z.number(), share: z.number() })),
  passed: z.boolean(),
  skipped: z.boolean(),
  fault: z.object({ verdict: z.string(), message: z.string(), file: z.string().nullable(), line: z.number().nullable() }).nullable(),
  /** Per 100 ms, warm-up included; latency in ms. */
  series: z.object({
    arrivals: z.array(z.number()),
    completions: z.array(z.number()),
    errors: z.array(z.number()),
    latencyMs: z.array(z.number()),
    open: z.array(z.number()),
    /** Of the fullest worker, at the end of each 100 ms. */
    memoryMb: z.array(z.number()).default([]),
  }),
});

export const ResourceReport = z.object({
  name: z.string(),
  kind: z.string(),
  servers: z.number(),
  utilisation: z.number(),
  meanWaitMs: z.number(),
  maxQueue: z.number(),
  errors: z.number(),
  series: z.object({ utilisation: z.array(z.number()), queue: z.array(z.number()) }),
});

export const Criterion = z.object({
  id: z.string(),
  points: z.number(),
  max: z.number(),
  why: z.object({ en: z.string(), zh: z.string() }),
});

export const DiagnosisEntry = z.object({
  /** Stable id: pool-exhausted, loop-blocked, loop-saturated, database-saturated, connections-refused, api-slow, rate-limited, lock-contention, thread-starvation, wrong-answers, stale-answers, deadlock, guest-error, endless-loop, none ... */
  cause: z.string(),
  resource: z.string().nullable(),
  /** Share of the time that requests spent waiting, 0 to 1; null where the cause is no waiting. Absent in older reports. */
  share: z.number().nullable().optional(),
  /** Causes further down in the same report that are only symptoms of this one. Absent in older reports. */
  explains: z.array(z.string()).optional(),
  evidence: z.record(z.string(), z.union([z.number(), z.string()])),
  file: z.string().nullable(),
  line: z.number().nullable(),
  text: z.object({ en: z.string(), zh: z.string() }),
});

export const CodeCheck = z.object({
  /** Stable id: blocking-call, unbounded-fan-out, no-timeout, client-per-request, lock-across-await, query-in-loop, sequential-awaits, sleep-zero, wall-time. */
  rule: z.string(),
  file: z.string(),
  line: z.number(),
  endLine: z.number(),
  /** What is called there. */
  name: z.string(),
  /** What stands there, why it matters, and what kind of change would help. */
  text: z.object({ en: z.string(), zh: z.string() }),
  /** Figures of the deciding stage at the finding's lines, `share` (of the latency or of the loop) among them; null: none that could be measured. */
  effect: z.record(z.string(), z.number()).nullable(),
  effectText: z.object({ en: z.string(), zh: z.string() }),
  /** The first cause of the diagnosis that is at the same lines. */
  cause: z.string().nullable(),
});

export const TraceReport = z.object({
  stage: z.number(),
  worker: z.number(),
  method: z.string(),
  path: z.string(),
  status: z.union([z.number(), z.literal('timeout')]),
  startMs: z.number(),
  latencyMs: z.number(),
  spans: z.array(
    z.object({
      kind: z.string(),
      label: z.string(),
      file: z.string().nullable(),
      line: z.number().nullable(),
      startMs: z.number(),
      endMs: z.number(),
      queueMs: z.number(),
    }),
  ),
});

export const Report = z.object({
  engineVersion: z.string(),
  challenge: z.string(),
  language: z.enum(['python', 'typescript']),
  seed: z.number(),
  scale: z.object({ simulated: z.number(), count: z.number() }),
  stages: z.array(StageReport),
  survivedRps: z.number(),
  score: z.object({ total: z.number(), criteria: z.array(Criterion) }),
  /** Of the stage that decides: the first that failed, else the last. */
  decidingStage: z.number(),
  resources: z.array(ResourceReport),
  /** Resources of each stage that was run, in the order of stages; what the live picture replays. */
  stageResources: z.array(z.array(ResourceReport)),
  /** First bottleneck first. */
  diagnosis: z.array(DiagnosisEntry),
  /** Of the program's text, what cost most first. Reports of earlier versions have none. */
  codeChecks: z.array(CodeCheck).default([]),
  /** Where this design tops out, requests/s of the fleet, and what limits it then. */
  upperBound: z.object({ rps: z.number(), limitedBy: z.string(), text: z.object({ en: z.string(), zh: z.string() }) }),
  console: z.array(z.object({ timeNs: z.number(), worker: z.number(), level: z.string(), text: z.string() })),
  consoleDropped: z.number(),
  traces: z.array(TraceReport),
  /** Of each stage that was run, in the order of stages, like stageResources; empty in reports from before there were any. */
  loops: z.array(LoopReport).default([]),
  profiles: z.array(ProfileReport).default([]),
  hash: z.string(),
});

export type Report = z.infer<typeof Report>;
export type StageReport = z.infer<typeof StageReport>;
export type ResourceReport = z.infer<typeof ResourceReport>;
export type DiagnosisEntry = z.infer<typeof DiagnosisEntry>;
export type CodeCheck = z.infer<typeof CodeCheck>;
export type Criterion = z.infer<typeof Criterion>;
export type TraceReport = z.infer<typeof TraceReport>;
export type SloRow = z.infer<typeof SloRow>;
