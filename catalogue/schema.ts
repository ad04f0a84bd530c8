// challenge.json and tracks.json. A challenge's title and texts are in its briefs, not here.
import { z } from 'zod';

export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];
export type Bilingual<Content = string> = Readonly<Record<Locale, Content>>;

export const LANGUAGES = ['python', 'typescript'] as const;
export type Language = (typeof LANGUAGES)[number];

export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const slug = z.string().regex(SLUG, 'must be lower-case words joined by hyphens');
const share = z.number().min(0).max(1);
const rps = z.number().gt(0);
const bilingual = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

const stage = z.strictObject({ offeredRps: rps, seconds: z.number().gt(0), warmupSeconds: z.number().min(0) });

const sloRow = z
  .string()
  .regex(
    /^(p99|error-rate|wrong-rate|keeps-up|invariant:[a-z0-9-]+)$/,
    'must be "p99" or "error-rate" or "wrong-rate" or "keeps-up", or "invariant:" and its id',
  );

const trap = z.strictObject({
  /** File <language>/traps/<name>.py (or .ts). */
  name: slug,
  /** How it must fail: the row of the promise that does not hold, and the first cause of the diagnosis. */
  fails: z.strictObject({ slo: sloRow, cause: slug }),
  /** It must not survive more than this. */
  maxSurvivedRps: z.number().min(0),
  /** Why it looks right and is not. */
  why: bilingual,
});

/** A right answer built on another idea than the reference's: it survives too. */
const otherAnswer = z.strictObject({
  /** File <language>/answers/<name>.py (or .ts). */
  name: slug,
  idea: bilingual,
});

/** Part of the way: some faults mended, others left. */
const partial = z.strictObject({
  /** File <language>/partials/<name>.py (or .ts). */
  name: slug,
  /** It survives exactly this: no less, or the repair would not show; no more, or the rest would not be needed. */
  survivedRps: z.number().min(0),
  idea: bilingual,
});

export const Challenge = z
  .strictObject({
    slug,
    level: z.enum(['easy', 'medium', 'hard']),
    topics: z.array(slug).min(1),
    /** Challenges to have done before. */
    prerequisites: z.array(slug),
    minutes: z.int().min(1),
    languages: z.array(z.enum(LANGUAGES)).min(1),
    goalRps: rps,
    ladder: z.array(stage).min(1),
    slo: z.strictObject({ p99Ms: z.number().gt(0), errorRate: share, wrongRate: share, backlogGrowth: share }),
    /** What a right answer is: a file with the query that builds it, beside challenge.json. */
    expected: z.array(z.strictObject({ request: z.int().min(0), file: z.string().min(1), staleMs: z.number().min(0) })),
    traps: z.array(trap).min(1),
    answers: z.array(otherAnswer).min(1),
    /** For challenges with several faults: what each repair alone is worth. */
    partials: z.array(partial).default([]),
    /** Cause: the first one of its diagnosis, which points at what the challenge is about. */
    starter: z.strictObject({ maxSurvivedRps: z.number().min(0), cause: slug }),
    status: z.enum(['draft', 'ready']),
  })
  .superRefine((challenge, context) => {
    const { ladder, goalRps } = challenge;
    checkRising(ladder, context);
    if (!ladder.some((each) => each.offeredRps === goalRps)) {
      context.addIssue({ code: 'custom', path: ['goalRps'], message: 'must be a stage of the ladder' });
    }
  });
export type Challenge = z.infer<typeof Challenge>;
export type Trap = Challenge['traps'][number];

export type OtherAnswer = Challenge['answers'][number];

export type PartialAnswer = Challenge['partials'][number];

/** hidden.json: the same law in other figures, for assigned use. What it leaves out is as in the open. */
export const Hidden = z
  .strictObject({
    seeds: z.array(z.int().min(0)).min(1),
    /** Must hold the goal as well. */
    ladder: z.array(stage).min(1),
    /** Fields of the world's load that are replaced, each as a whole. */
    load: z.looseObject({}),
  })
  .superRefine(({ ladder }, context) => checkRising(ladder, context));
export type Hidden = z.infer<typeof Hidden>;

function checkRising(ladder: readonly { readonly offeredRps: number }[], context: z.RefinementCtx): void {
  for (const [index, { offeredRps }] of ladder.entries()) {
    if (index === 0 || offeredRps > (ladder[index - 1]?.offeredRps ?? 0)) continue;
    context.addIssue({ code: 'custom', path: ['ladder', index, 'offeredRps'], message: 'must be more than that of the stage before' });
  }
}

/** Challenges in the order in which to learn them. */
export const Tracks = z.array(z.strictObject({ id: slug, title: bilingual, challenges: z.array(slug).min(1) }));
export type Tracks = z.infer<typeof Tracks>;

/** Names of the topics that challenges are about. */
export const Topics = z.record(slug, bilingual);
export type Topics = z.infer<typeof Topics>;

/** What the reference measures with seed 1: for whoever compares their own runs with it. */
export const ReferenceRun = z.strictObject({
  score: z.number().min(0).max(100),
  /** ms, by the offered rate of the stage in requests/s. */
  p99Ms: z.record(z.string().regex(/^\d+$/), z.number().nonnegative()),
});
export type ReferenceRun = z.infer<typeof ReferenceRun>;
/** By challenge, then by language. */
export const ReferenceRuns = z.record(slug, z.partialRecord(z.enum(LANGUAGES), ReferenceRun));
export type ReferenceRuns = z.infer<typeof ReferenceRuns>;
