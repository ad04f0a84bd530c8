// What the deciding stage would be without the limit that it fell by: measured by running it again, a small result beside the report, whose hash
// it does not touch.
import { z } from 'zod';

const Measured = z.object({
  p99Ms: z.number(),
  goodputRps: z.number(),
  errorRate: z.number(),
  /** Every promise of the stage held; of a lock that is lifted only those of time, as the answers are not judged. */
  survived: z.boolean(),
});

export const WhatIf = z.object({
  /** Name of what is lifted, and what it is: database, connections, rows, service, cache, cpu, step, pool, lock, semaphore, queue, threads, processes. */
  resource: z.string(),
  kind: z.string(),
  /** Index into the report's stages. */
  stage: z.number(),
  offeredRps: z.number(),
  before: Measured,
  after: Measured,
  /** First cause of the run without it; null: the stage held. */
  nextCause: z.string().nullable(),
  /** Where the design tops out without it, as measured in that run. */
  upperBound: z.object({ rps: z.number(), limitedBy: z.string() }),
  text: z.object({ en: z.string(), zh: z.string() }),
});

export const WhatIfReport = z.object({
  engineVersion: z.string(),
  /** Hash of the report that it belongs to. */
  report: z.string(),
  /** Empty: the run held, or fell by nothing that could be lifted. */
  whatIf: z.array(WhatIf),
  hash: z.string(),
});

export type WhatIf = z.infer<typeof WhatIf>;
export type WhatIfReport = z.infer<typeof WhatIfReport>;
export type Measured = z.infer<typeof Measured>;
