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

/** Why a trap must fail: the first cause of the diagnosis, or a row of the promise that must not hold. */
const failure = z
  .strictObject({
    cause: slug.optional(),
    slo: z
      .string()
      .regex(
        /^(p99|error-rate|wrong-rate|keeps-up|invariant:[a-z0-9-]+)$/,
        'must be "p99" or "error-rate" or "wrong-rate" or "keeps-up", or "invariant:" and its id',
      )
      .optional(),
  })
  .refine(({ cause, slo }) => (cause === undefined) !== (slo === undefined), 'must have either cause or slo');

const trap = z.strictObject({
  /** File <language>/traps/<name>.py (or .ts). */
  name: slug,
  fails: failure,
  /** It must not survive more than this. */
  maxSurvivedRps: z.number().min(0),
  /** Why it looks right and is not. */
  why: bilingual,
});

export const Challenge = z
  .strictObject({
    slug,
    level: z.enum(['beginner', 'intermediate', 'advanced']),
    topics: z.array(slug).min(1),
    minutes: z.int().min(1),
    languages: z.array(z.enum(LANGUAGES)).min(1),
    goalRps: rps,
    ladder: z.array(stage).min(1),
    slo: z.strictObject({ p99Ms: z.number().gt(0), errorRate: share, wrongRate: share, backlogGrowth: share }),
    /** What a right answer is: a file with the query that builds it, beside challenge.json. */
    expected: z.array(z.strictObject({ request: z.int().min(0), file: z.string().min(1), staleMs: z.number().min(0) })),
    traps: z.array(trap),
    starter: z.strictObject({ maxSurvivedRps: z.number().min(0) }),
    status: z.enum(['draft', 'ready']),
  })
  .superRefine((challenge, context) => {
    const { ladder, goalRps } = challenge;
    for (const [index, { offeredRps }] of ladder.entries()) {
      if (index === 0 || offeredRps > (ladder[index - 1]?.offeredRps ?? 0)) continue;
      context.addIssue({ code: 'custom', path: ['ladder', index, 'offeredRps'], message: 'must be more than that of the stage before' });
    }
    if (!ladder.some((each) => each.offeredRps === goalRps)) {
      context.addIssue({ code: 'custom', path: ['goalRps'], message: 'must be a stage of the ladder' });
    }
  });
export type Challenge = z.infer<typeof Challenge>;
export type Trap = Challenge['traps'][number];

/** Challenges in the order in which to learn them. */
export const Tracks = z.array(z.strictObject({ id: slug, title: bilingual, challenges: z.array(slug).min(1) }));
export type Tracks = z.infer<typeof Tracks>;
