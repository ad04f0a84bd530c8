// The depot, which knows what doses are coming, and the health registry, which clears bookings.
import { pbkdf2Sync } from 'node:crypto';

const { DEPOT_URL, REGISTRY_URL, PARTNER_SECRET = 'development' } = process.env;

/** Calls carry a key that is derived from the secret. */
class Partners {
  private readonly headers = { 'x-api-key': pbkdf2Sync(PARTNER_SECRET, 'partners', 20_000, 32, 'sha256').toString('hex') };

  async dosesComing(lotIds: number[]): Promise<Map<number, number>> {
    const response = await fetch(`${DEPOT_URL}/lots?ids=${lotIds.join(',')}`, { headers: this.headers });
    if (!response.ok) throw new Error(`the depot answered ${response.status}`);
    const lots = (await response.json()) as { id: number; doses: number }[];
    return new Map(lots.map((lot) => [lot.id, lot.doses]));
  }

  async clear(number: string): Promise<string> {
    const response = await fetch(`${REGISTRY_URL}/clearances/${number}`, { method: 'POST', headers: this.headers });
    if (!response.ok) throw new Error(`the registry answered ${response.status}`);
    const { clearance } = (await response.json()) as { clearance: string };
    return clearance;
  }
}

export const partners = new Partners();
