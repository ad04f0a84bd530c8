// What may come out of the sandbox. Anything of another shape is dropped: the sender runs hostile code until proven otherwise.
// Stages and reports are checked with the judge's schema where they are taken in.
import { z } from 'zod';

const text = z.string().max(100_000);

const resource = z.object({
  name: z.string().max(1000),
  kind: z.string().max(100),
  servers: z.number(),
  utilisation: z.number().min(0).max(1),
  meanWaitMs: z.number(),
  maxQueue: z.number(),
  errors: z.number(),
});

const WorkerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loading'), what: z.enum(['python', 'typescript', 'postgres']), done: z.boolean() }),
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('load-failed'), message: text }),
  z.object({ type: z.literal('stage-started'), runId: z.number(), index: z.number(), offeredRps: z.number() }),
  z.object({
    type: z.literal('progress'),
    runId: z.number(),
    index: z.number(),
    fraction: z.number().min(0).max(1),
    completed: z.number(),
    inFlight: z.number(),
    resources: z.array(resource).max(200),
  }),
  z.object({ type: z.literal('stage-done'), runId: z.number(), index: z.number(), stage: z.unknown() }),
  z.object({ type: z.literal('report'), runId: z.number(), report: z.unknown() }),
  z.object({ type: z.literal('what-if'), runId: z.number(), result: z.unknown() }),
  z.object({
    type: z.literal('run-failed'),
    runId: z.number(),
    kind: z.enum(['guest', 'internal']),
    message: text,
    traceback: text,
    file: z.string().max(1000).nullable(),
    line: z.number().nullable(),
  }),
]);
export type WorkerMessage = z.infer<typeof WorkerMessage>;
export type RunMessage = Extract<WorkerMessage, { runId: number }>;

const FrameMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('frame-ready') }),
  z.object({ type: z.literal('restarted'), generation: z.number() }),
  z.object({ type: z.literal('worker-failed'), generation: z.number(), kind: z.enum(['flood', 'crashed']), message: text }),
  z.object({ type: z.literal('from-worker'), generation: z.number(), message: z.unknown() }),
]);
export type FrameMessage = z.infer<typeof FrameMessage>;

export function readFrameMessage(data: unknown): FrameMessage | null {
  return FrameMessage.safeParse(data).data ?? null;
}

export function readWorkerMessage(data: unknown): WorkerMessage | null {
  return WorkerMessage.safeParse(data).data ?? null;
}
