// The world file: what `surge sim --world` reads and what every challenge has. Every field has a default; an unknown or
// impossible field is an error that names its path. docs/world-file.md lists fields, units and sources.
import { z } from 'zod';
import type { BrownOut, JsonValue, Latency, ServiceRoute, ServiceWorld, World } from '#engine/world/world.ts';
import { describeProblems } from './field-problems.ts';

export class WorldError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'WorldError';
  }
}

const amount = z.number().min(0);
const count = z.int().min(1);
const share = z.number().min(0).max(1);
const errorStatus = z.int().min(400).max(599);

// One object with the four forms, not a union: a wrong number inside is then reported at its own path.
const latency = z
  .strictObject({
    fixedMs: amount.optional(),
    exponentialMs: amount.optional(),
    lognormal: z.strictObject({ medianMs: z.number().gt(0).default(40), sigma: amount.default(0.5) }).optional(),
    query: z.string().min(1).optional(),
  })
  .superRefine((forms, context) => {
    const given = Object.keys(forms);
    if (given.length === 1) return;
    const found = given.length === 0 ? 'it has none' : `it has ${given.join(' and ')}`;
    context.addIssue({ code: 'custom', message: `must have exactly one of fixedMs, exponentialMs, lognormal, query; ${found}` });
  })
  .transform((forms) => forms as Latency);

const failures = z.strictObject({ rate: share.default(0), status: errorStatus.default(503) });

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const routePattern = z.string().regex(/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/\S*$/, 'must read like "GET /prices/{id}"');

const json: z.ZodType<JsonValue> = z.json() as z.ZodType<JsonValue>;

const route = z
  .strictObject({
    json: json.optional(),
    sql: z.string().min(1).optional(),
    latency: latency.optional(),
    failures: failures.optional(),
    concurrency: count.optional(),
    rateLimitPerSecond: z.number().gt(0).optional(),
  })
  .superRefine((given, context) => {
    if (given.json === undefined || given.sql === undefined) return;
    context.addIssue({ code: 'custom', message: 'must have json or sql, not both' });
  });

/** From the beginning of the measured window, as the times of events. */
const stretch = { fromMs: z.number(), toMs: z.number() };

interface StretchGiven {
  readonly fromMs: number;
  readonly toMs: number;
}

function checkStretch({ fromMs, toMs }: StretchGiven, context: z.RefinementCtx): void {
  if (fromMs < toMs) return;
  context.addIssue({ code: 'custom', path: ['toMs'], message: `must be more than fromMs, which is ${fromMs}` });
}

function checkOverlap(stretches: readonly StretchGiven[], context: z.RefinementCtx): void {
  for (const [index, { fromMs, toMs }] of stretches.entries()) {
    const before = stretches.slice(0, index).findIndex((other) => fromMs < other.toMs && other.fromMs < toMs);
    if (before >= 0) context.addIssue({ code: 'custom', path: [index], message: `must not overlap entry ${before} of the list` });
  }
}

const brownOut = z
  .strictObject({ ...stretch, latency: latency.optional(), failures: failures.optional(), concurrency: count.optional() })
  .superRefine((given, context) => {
    checkStretch(given, context);
    if (given.latency ?? given.failures ?? given.concurrency) return;
    context.addIssue({ code: 'custom', message: 'must have at least one of latency, failures, concurrency' });
  });

const service = z.strictObject({
  roundTripMs: amount.default(1),
  connectMs: amount.default(3),
  latency: latency.default({ fixedMs: 40 }),
  concurrency: count.default(500),
  rateLimitPerSecond: z.number().gt(0).optional(),
  failures: failures.prefault({}),
  routes: z.record(routePattern, route).default({}),
  brownOuts: z.array(brownOut).default([]).superRefine(checkOverlap),
});

const baseUrl = z.string().refine(isBaseUrl, 'must be a base URL such as "http://pricing.test", without query or fragment');

// aiohttp's and requests' calls beside httpx's, all three measured in one go.
const AIOHTTP_BESIDE_HTTPX = 0.2;
const REQUESTS_BESIDE_HTTPX = 0.6;

// CPU of a busy process with asyncpg 0.27 and httpx 0.23; docs/fidelity.md says which are measured and which are fitted. Not scaled
// with requestCpuUs: whoever knows only the cost of a route then still gets measured costs of the libraries.
const libraryCpuUs = z
  .strictObject({
    databaseCall: amount.default(60),
    databaseRow: amount.default(2),
    databaseConnect: amount.default(1300),
    databaseReset: amount.default(50),
    httpCall: amount.default(1400),
    aiohttpCall: amount.optional(),
    requestsCall: amount.optional(),
    undiciCall: amount.default(60),
    httpConnect: amount.default(300),
    httpClient: amount.default(32_000),
    threadHop: amount.default(100),
    cacheCall: amount.default(60),
    cacheCommand: amount.default(14),
    cacheConnect: amount.default(1500),
  })
  .transform((given) => ({
    ...given,
    aiohttpCall: given.aiohttpCall ?? given.httpCall * AIOHTTP_BESIDE_HTTPX,
    requestsCall: given.requestsCall ?? given.httpCall * REQUESTS_BESIDE_HTTPX,
  }));

const DEFAULT_SIMULATED = 2;

const workers = z
  .strictObject({
    count: count.default(32),
    simulated: count.optional(),
    requestCpuUs: amount.default(150),
    wakeUpUs: amount.default(0),
    timerSlackUs: amount.default(0),
    userCodeUs: amount.default(1400),
    stepCpuUs: amount.default(1),
    threadTokens: count.default(40),
    cpuCount: count.default(2),
    memoryMb: count.default(384),
    restartMs: amount.default(2000),
    libraryCpuUs: libraryCpuUs.prefault({}),
  })
  .superRefine((given, context) => {
    if (given.simulated === undefined || given.simulated <= given.count) return;
    context.addIssue({ code: 'custom', path: ['simulated'], message: `must be at most workers.count, which is ${given.count}` });
  })
  .transform((given) => ({ ...given, simulated: given.simulated ?? Math.min(DEFAULT_SIMULATED, given.count) }));

const database = z.strictObject({
  cores: count.default(16),
  sharesCores: z.boolean().default(false),
  maxConnections: count.default(200),
  roundTripMs: amount.default(0.5),
  connectMs: amount.default(5),
  statementUs: amount.default(0),
  costUnitUs: amount.default(10),
  rowUs: amount.default(2),
  kbUs: amount.default(0),
  writeRowUs: amount.default(15),
  commitMs: amount.default(0.2),
  /** Name of a file with SQL, beside the world file; who loads the world reads it. */
  schema: z.string().min(1).optional(),
});

const cache = z.strictObject({
  roundTripMs: amount.default(0.3),
  operationUs: amount.default(13),
  pipelinedUs: amount.default(2.2),
  maxConnections: count.default(10_000),
});

const loadRequest = z.strictObject({
  method: z.enum(METHODS).default('GET'),
  path: z
    .string()
    .regex(/^\/\S*$/, 'must begin with / and hold no blanks')
    .default('/work'),
  body: json.optional(),
  weight: amount.default(1),
  headers: z.record(z.string(), z.string()).optional(),
});

const burst = z.strictObject({ ...stretch, factor: z.number().gt(0) }).superRefine(checkStretch);

const load = z.strictObject({
  requests: z
    .array(loadRequest)
    .min(1)
    .refine((requests) => requests.some((request) => request.weight > 0), 'needs a request with a weight above 0')
    .prefault([{}]),
  clientTimeoutMs: z.number().gt(0).default(2000),
  connections: count.nullable().default(null),
  keys: z.strictObject({ count: count.max(1_000_000).default(20), zipf: amount.default(0), first: z.int().default(0) }).prefault({}),
  bursts: z.array(burst).default([]).superRefine(checkOverlap),
});

const event = z.strictObject({ atMs: z.number().default(0), sql: z.string().min(1) });

const invariant = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'must be lower-case letters, digits and hyphens'),
  sql: z.string().min(1),
});

export const WorldFile = z
  .strictObject({
    workers: workers.prefault({}),
    database: database.prefault({}),
    cache: cache.prefault({}),
    services: z.record(baseUrl, service).default({}),
    env: z.record(z.string(), z.string()).default({}),
    load: load.prefault({}),
    events: z.array(event).default([]),
    invariants: z.array(invariant).default([]),
  })
  .superRefine(({ workers: { simulated, count: all }, database: { sharesCores } }, context) => {
    if (!sharesCores || simulated === all) return;
    const message = `needs workers.simulated equal to workers.count, which is ${all}: one machine cannot be run in part`;
    context.addIssue({ code: 'custom', path: ['database', 'sharesCores'], message });
  });
export type WorldFile = z.infer<typeof WorldFile>;

/** Throws WorldError with one problem a line, each beginning with the path of the field. */
export function parseWorld(json: unknown, schemaSql: string): World {
  const parsed = WorldFile.safeParse(json);
  if (!parsed.success) throw new WorldError(describeProblems(parsed.error.issues, json));
  const { database: file, services, ...rest } = parsed.data;
  const { schema: _, ...databaseWorld } = file;
  return { ...rest, database: { ...databaseWorld, schemaSql }, services: serviceWorlds(services) };
}

/** The file name in database.schema, if the world names one. Anything else wrong with the world is left to parseWorld. */
export function schemaFileOf(json: unknown): string | null {
  const name = (json as { database?: { schema?: unknown } } | null)?.database?.schema;
  return typeof name === 'string' && name !== '' ? name : null;
}

function serviceWorlds(services: WorldFile['services']): ServiceWorld[] {
  const worlds = Object.entries(services).map(([url, { routes, brownOuts, rateLimitPerSecond, ...given }]) => ({
    ...given,
    baseUrl: url.replace(/\/+$/, ''),
    rateLimitPerSecond: rateLimitPerSecond ?? Number.POSITIVE_INFINITY,
    routes: Object.entries(routes).map(([pattern, answer]): ServiceRoute => ({ pattern, ...withoutUndefined(answer) })),
    brownOuts: brownOuts.map((given): BrownOut => withoutUndefined(given)),
  }));
  for (const [index, world] of worlds.entries()) {
    if (worlds.findIndex((other) => other.baseUrl === world.baseUrl) === index) continue;
    throw new WorldError([`services[${JSON.stringify(`${world.baseUrl}/`)}]: names the same service twice`]);
  }
  return worlds;
}

function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}

function isBaseUrl(text: string): boolean {
  return /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(text) && URL.canParse(text);
}
