// surge sim: any program against any world, no challenge.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { simTask } from '#catalogue/task.ts';
import { parseWorld, WorldError } from '#catalogue/world-schema.ts';
import type { World } from '#engine/world/world.ts';
import { judgeProgram } from '../judge-program.ts';
import { printReport } from '../print-report.ts';
import { languageOf, readUserProgram } from '../read-program.ts';
import { UsageError } from '../usage-error.ts';
import { parseRates, parseSeconds, parseSeed } from './options.ts';

export interface SimOptions {
  readonly world?: string;
  readonly rate: string;
  readonly seconds: string;
  readonly warmup: string;
  readonly lang?: string;
  readonly seed?: string;
  readonly json?: boolean;
}

/** Reads a world file and the SQL file that it names. Without a path: the default world. */
export function readWorld(path: string | undefined): World {
  if (path === undefined) return parseWorld({}, '');
  if (!existsSync(path)) throw new UsageError(`--world: ${path}: no such file`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const named = (json as { database?: { schema?: unknown } } | null)?.database?.schema;
  let schemaSql = '';
  if (typeof named === 'string') {
    const schemaPath = join(dirname(path), named);
    if (!existsSync(schemaPath)) throw new UsageError(`${path}: database.schema: ${schemaPath}: no such file`);
    schemaSql = readFileSync(schemaPath, 'utf8');
  }
  try {
    return parseWorld(json, schemaSql);
  } catch (error) {
    if (error instanceof WorldError) throw new UsageError(error.problems.map((problem) => `${path}: ${problem}`).join('\n'));
    throw error;
  }
}

export async function simCommand(program: string, options: SimOptions): Promise<void> {
  const rates = parseRates(options.rate);
  const seconds = parseSeconds('--seconds', options.seconds, 0.1);
  const warmup = parseSeconds('--warmup', options.warmup, 0);
  const world = readWorld(options.world);
  const files = readUserProgram(program);
  const language = languageOf(program, options.lang);
  // --seconds is the whole stage, as a load generator counts; the warm-up is its first part.
  if (warmup >= seconds) throw new UsageError(`--warmup: must be shorter than --seconds (${seconds})`);
  const task = simTask(world, { rates, seconds: seconds - warmup, warmupSeconds: warmup });
  const report = await judgeProgram(task, { language, files, seed: parseSeed(options.seed) });
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else printReport(report);
}
