// Postgres for Node: the tests, the terminal, the verifier's trusted side. Builds the image when there is none that fits.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPostgresImage, POSTGRES_IMAGE_PATH } from './build-image.ts';
import { findPgliteFiles, readPgliteAssets } from './node-assets.ts';
import { createPostgres, type PostgresDatabase, type PostgresOptions } from './postgres-port.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
/** Sources that decide what is in the image. */
const IMAGE_SOURCES = ['build-image.ts', 'server-arguments.ts', 'sleep-notice.ts'];

export async function openNodePostgres(imagePath?: string, options: Pick<PostgresOptions, 'memoLimits'> = {}): Promise<PostgresDatabase> {
  const path = await ensurePostgresImage(undefined, imagePath);
  return createPostgres({ ...readPgliteAssets(), image: readFileSync(path), ...options });
}

/** Builds the image unless one of this builder and this PGlite is there. Returns its path. */
export async function ensurePostgresImage(
  say: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
  imagePath = join(REPOSITORY, POSTGRES_IMAGE_PATH),
): Promise<string> {
  const stamp = imageStamp();
  const stampPath = `${imagePath}.stamp`;
  if (existsSync(imagePath) && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return imagePath;
  say('building the Postgres image (once)');
  const image = await buildPostgresImage();
  mkdirSync(dirname(imagePath), { recursive: true });
  // Two processes may build at once: each file appears whole, and either's image will do.
  writeWhole(imagePath, image);
  writeWhole(stampPath, stamp);
  return imagePath;
}

function writeWhole(path: string, content: Uint8Array | string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

function imageStamp(): string {
  const hash = createHash('sha256').update(findPgliteFiles().version);
  const here = join(REPOSITORY, 'runtime', 'postgres');
  const present = new Set(readdirSync(here));
  for (const source of IMAGE_SOURCES) {
    if (!present.has(source)) throw new Error(`source of the Postgres image is missing: runtime/postgres/${source}`);
    hash.update(readFileSync(join(here, source)));
  }
  return hash.digest('hex');
}
