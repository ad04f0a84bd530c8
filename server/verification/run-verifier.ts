// `npm run verifier`: verifies what is queued until it is told to stop. Start it on as many machines as you like, all with the same DATABASE_URL.
import { availableParallelism } from 'node:os';
import { openDatabase, placeFromEnvironment } from '../database/open-database.ts';
import { Verifier, type VerifierEvent } from './verifier.ts';
import { findDeno } from './walls/deno-process.ts';

function giveUp(why: string): never {
  process.stderr.write(`surge: ${why}\n`);
  process.exit(2);
}

function judgesFromEnvironment(): number {
  const text = process.env.SURGE_JUDGES;
  if (text === undefined || text === '') return availableParallelism();
  if (!/^[1-9]\d?$/.test(text)) giveUp(`SURGE_JUDGES=${text} is no number of judges; 1 to 99 is (each takes a core and up to 2 GB)`);
  return Number(text);
}

function log(event: VerifierEvent): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
}

const judges = judgesFromEnvironment();
const place = placeFromEnvironment();
if (!place.url)
  giveUp('DATABASE_URL is not set; a verifier shares a Postgres with the web server: DATABASE_URL=postgres://… npm run verifier');
if (findDeno() === null) giveUp(`Deno does not run on ${process.platform} ${process.arch}, and nothing is verified without its walls`);
const database = await openDatabase(place).catch((error: unknown) =>
  giveUp(`cannot open the database of DATABASE_URL: ${error instanceof Error ? error.message : error}`),
);
const verifier = new Verifier(database.db, judges, log);
verifier.start();
log({ event: 'verifier-started', judges, pid: process.pid });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await verifier.stop();
    await database.close();
    log({ event: 'verifier-stopped', pid: process.pid });
    process.exit(0);
  });
}
