// The depot, which knows what doses are coming, and the health registry, which clears bookings.
import { pbkdf2Sync } from 'node:crypto';
import pLimit from 'p-limit';

const { DEPOT_URL, REGISTRY_URL, PARTNER_SECRET = 'development' } = process.env;

const TIMEOUT_MS = 1_000;

// A worker's 470 bookings/s take some 36 ms each at the registry: 17 at once, by Little's law.
const atTheRegistry = pLimit(50);

/** Calls carry a key that is derived from the secret: once, while the worker starts. */
const HEADERS = { 'x-api-key': pbkdf2Sync(PARTNER_SECRET, 'partners', 20_000, 32, 'sha256').toString('hex') };

async function askFor(lotId: number): Promise<[number, number]> {
  const response = await fetch(`${DEPOT_URL}/lots/${lotId}`, { headers: HEADERS, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`the depot answered ${response.status}`);
  const { doses } = (await response.json()) as { doses: number };
  return [lotId, doses];
}

async function dosesComing(lotIds: number[]): Promise<Map<number, number>> {
  // No more than three calls at once: the depot must not be flooded.
  const limit = pLimit(3);
  return new Map(await Promise.all(lotIds.map((lotId) => limit(() => askFor(lotId)))));
}

async function clear(number: string): Promise<string> {
  const response = await atTheRegistry(() =>
    fetch(`${REGISTRY_URL}/clearances/${number}`, { method: 'POST', headers: HEADERS, signal: AbortSignal.timeout(TIMEOUT_MS) }),
  );
  if (!response.ok) throw new Error(`the registry answered ${response.status}`);
  const { clearance } = (await response.json()) as { clearance: string };
  return clearance;
}

export const partners = { dosesComing, clear };
