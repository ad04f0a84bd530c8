// Runs a program in a world with real Postgres and the cache: what it prints while it starts, in virtual time.
import type { DatabasePort } from '#engine/database-port.ts';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS, type StageRecording } from '#engine/stage.ts';
import type { World } from '#engine/world/world.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { contentionWorld } from '#runtime/python/testing/contention-world.ts';
import { openNodeTypeScript } from '../node-typescript.ts';
import type { TypeScriptGuest } from '../typescript-guest.ts';

let opened: Promise<[TypeScriptGuest, DatabasePort]> | null = null;

export interface WorldOptions {
  readonly world?: World;
  readonly rps?: number;
  readonly seconds?: number;
  readonly checkResponse?: (answer: { readonly status: number; readonly body: string }) => 'right' | 'wrong';
}

/** The small world, with another schema. */
export function worldWith(schemaSql: string): World {
  const world = contentionWorld();
  return { ...world, database: world.database && { ...world.database, schemaSql } };
}

type Program = string | Readonly<Record<string, string>>;

export async function runInWorld(program: Program, options: WorldOptions = {}): Promise<StageRecording> {
  opened ??= Promise.all([openNodeTypeScript(), openNodePostgres()]);
  const [guest, database] = await opened;
  return runStage({
    world: options.world ?? contentionWorld(),
    seed: 1,
    offeredRps: options.rps ?? 1,
    seconds: options.seconds ?? 2,
    warmupSeconds: 0,
    files: typeof program === 'string' ? { 'main.ts': program } : program,
    guest,
    database,
    checkResponse: ({ status, body }) => options.checkResponse?.({ status, body }) ?? 'right',
    limits: DEFAULT_LIMITS,
  });
}

const SERVER = "\nexport default { async fetch() { return new Response('ok'); } };\n";

/** Lines that a script prints from its top level, and what ended it. */
export async function printedInWorld(
  script: string,
  options: WorldOptions = {},
  others: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const recording = await runInWorld({ 'main.ts': script + SERVER, ...others }, options);
  const lines = recording.console.flatMap((line) => line.text.split('\n'));
  return recording.fault ? [...lines, `${recording.fault.verdict}: ${recording.fault.message}`] : lines;
}
