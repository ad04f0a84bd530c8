import { gunzipSync, gzipSync } from 'node:zlib';
import { Report } from '#judge/report.ts';

/** Far above what a report takes; a claimed one may be anything. */
const UNZIPPED_BYTES = 64 * 1024 * 1024;

export const zipReport = (report: Report): Uint8Array => gzipSync(JSON.stringify(report));

/** Null: it is no report, or one of an older form. */
export function unzipReport(zipped: Uint8Array): Report | null {
  try {
    return Report.safeParse(JSON.parse(gunzipSync(zipped, { maxOutputLength: UNZIPPED_BYTES }).toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}
