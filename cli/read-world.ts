// Reads a world file and the SQL file that it names. Every error names the file and the field.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseWorld, schemaFileOf, WorldError } from '#catalogue/world-schema.ts';
import type { World } from '#engine/world/world.ts';
import { resolvePath } from './paths.ts';
import { UsageError } from './usage-error.ts';

export function readWorld(path: string): World {
  const absolute = resolvePath(path);
  const json = parseJson(path, readOrThrow(absolute, `${path}: no such world file`));
  const schemaFile = schemaFileOf(json);
  const schemaSql =
    schemaFile === null
      ? ''
      : readOrThrow(
          resolve(dirname(absolute), schemaFile),
          `${path}: database.schema: there is no file ${schemaFile} beside the world file`,
        );
  try {
    return parseWorld(json, schemaSql);
  } catch (error) {
    if (error instanceof WorldError) throw new UsageError(error.problems.map((problem) => `${path}: ${problem}`).join('\n'));
    throw error;
  }
}

function readOrThrow(absolute: string, message: string): string {
  try {
    return readFileSync(absolute, 'utf8');
  } catch {
    throw new UsageError(message);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path}: is not JSON: ${(error as Error).message}`);
  }
}
