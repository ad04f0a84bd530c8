// Everything that Surge keeps in this browser, as one file. What the browser's storage holds stays as it is written there, text by
// text, so that nothing is lost on the way; what is known of a text is checked before anything of the file is taken.
import { z } from 'zod';
import { en, zhCN } from 'zod/locales';
import { Report } from '#judge/report.ts';
import { Run } from '../runs/run-record.ts';
import { Best, Draft, Version } from '../workbench/draft-store.ts';

export const DATA_PREFIX = 'surge:';
const FORMAT = 1;

const DataFile = z.object({
  product: z.literal('surge'),
  format: z.literal(FORMAT),
  exportedAtMs: z.number(),
  /** Of the browser's storage, by key. */
  entries: z.record(z.string().startsWith(DATA_PREFIX), z.string()),
  runs: z.array(Run),
  /** Whole reports, by the id of their run. */
  reports: z.record(z.string(), z.unknown()),
});

export interface DataContent {
  readonly exportedAtMs: number;
  readonly entries: Readonly<Record<string, string>>;
  readonly runs: readonly Run[];
  readonly reports: ReadonlyMap<string, Report>;
  /** Reports of an older form: their runs are taken without them. */
  readonly oldReports: number;
}

/** What is known of a text of the storage by the beginning of its key. */
const KNOWN: readonly (readonly [string, z.ZodType])[] = [
  ['surge:draft:', Draft],
  ['surge:versions:', z.array(Version)],
  ['surge:best:', Best],
  ['surge:questions:', z.record(z.string(), z.int().min(0))],
  ['surge:interview:', z.looseObject({ id: z.string() })],
  ['surge:interviews:', z.array(z.string())],
];

/** The pieces of the file, one after the other: a single text might be larger than a browser allows. */
export async function writeDataFile(
  entries: Readonly<Record<string, string>>,
  runs: readonly Run[],
  reportOf: (id: string) => Promise<Report | null>,
  exportedAtMs: number,
): Promise<string[]> {
  const head = JSON.stringify({ product: 'surge', format: FORMAT, exportedAtMs, entries, runs: runs.map((run) => Run.parse(run)) });
  const parts = [`${head.slice(0, -1)},"reports":{`];
  for (const { id } of runs) {
    const report = await reportOf(id);
    if (report) parts.push(parts.length > 1 ? ',' : '', `${JSON.stringify(id)}:${JSON.stringify(report)}`);
  }
  return [...parts, '}}\n'];
}

export interface FieldProblem {
  /** Empty: the file as a whole. */
  readonly field: string;
  readonly message: string;
}

export type ReadResult =
  | { readonly content: DataContent }
  | { readonly problem: 'not-json' | 'not-ours' }
  | { readonly problems: FieldProblem[] };

const LOCALES = { en, zh: zhCN };

export function readDataFile(text: string, locale: 'en' | 'zh'): ReadResult {
  const json = parseJson(text);
  if (json === undefined) return { problem: 'not-json' };
  if (!z.object({ product: z.literal('surge') }).safeParse(json).success) return { problem: 'not-ours' };
  const { localeError } = LOCALES[locale]();
  const file = DataFile.safeParse(json, { error: localeError });
  if (!file.success) return { problems: problemsOf(file.error, '') };
  const { exportedAtMs, entries, runs, reports } = file.data;
  const problems = Object.entries(entries).flatMap(([key, value]) => {
    const schema = KNOWN.find(([prefix]) => key.startsWith(prefix))?.[1];
    const result = schema?.safeParse(parseJson(value), { error: localeError });
    return result?.error ? problemsOf(result.error, `entries.${key}`) : [];
  });
  if (problems.length > 0) return { problems };
  const readable = new Map<string, Report>();
  for (const [id, report] of Object.entries(reports)) {
    const { data } = Report.safeParse(report);
    if (data) readable.set(id, data);
  }
  return { content: { exportedAtMs, entries, runs, reports: readable, oldReports: Object.keys(reports).length - readable.size } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** [runs, 3, score] -> runs[3].score */
function problemsOf(error: z.ZodError, at: string): FieldProblem[] {
  return error.issues.map(({ path, message }) => ({
    field: path.reduce<string>(
      (field, part) => (typeof part === 'number' ? `${field}[${part}]` : field ? `${field}.${String(part)}` : String(part)),
      at,
    ),
    message,
  }));
}
