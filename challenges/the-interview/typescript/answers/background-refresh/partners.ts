// The depot, which knows what doses are coming, and the health registry, which clears bookings.
import { pbkdf2Sync } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';

const { DEPOT_URL, REGISTRY_URL, PARTNER_SECRET = 'development' } = process.env;

// Doses may be 150 ms old when they are shown: a call that fails or is slow leaves time for another one.
const REFRESH_EVERY_MS = 50;
const MAX_AGE_MS = 140;

const TIMEOUT_MS = 500;

// A worker's 470 bookings/s take some 36 ms each at the registry: 17 at once, by Little's law.
const atTheRegistry = pLimit(50);

/** Calls carry a key that is derived from the secret: once, while the worker starts. */
const HEADERS = { 'x-api-key': pbkdf2Sync(PARTNER_SECRET, 'partners', 20_000, 32, 'sha256').toString('hex') };

let doses = new Map<number, number>();
let askedAt = Number.NEGATIVE_INFINITY;

async function refresh(ids: string): Promise<void> {
  const now = performance.now();
  const response = await fetch(`${DEPOT_URL}/lots?ids=${ids}`, { headers: HEADERS, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`the depot answered ${response.status}`);
  const lots = (await response.json()) as { id: number; doses: number }[];
  doses = new Map(lots.map((lot) => [lot.id, lot.doses]));
  askedAt = now;
}

async function keepFresh(lotIds: number[]): Promise<never> {
  const ids = lotIds.join(',');
  while (true) {
    await refresh(ids).catch((error) => console.error(error));
    await setTimeout(REFRESH_EVERY_MS);
  }
}

/** What the depot said lately, undefined if that is too long ago. */
function dosesComing(): Map<number, number> | undefined {
  return performance.now() - askedAt < MAX_AGE_MS ? doses : undefined;
}

async function clear(number: string): Promise<string> {
  const response = await atTheRegistry(() =>
    fetch(`${REGISTRY_URL}/clearances/${number}`, { method: 'POST', headers: HEADERS, signal: AbortSignal.timeout(TIMEOUT_MS) }),
  );
  if (!response.ok) throw new Error(`the registry answered ${response.status}`);
  const { clearance } = (await response.json()) as { clearance: string };
  return clearance;
}

export const partners = { keepFresh, dosesComing, clear };
