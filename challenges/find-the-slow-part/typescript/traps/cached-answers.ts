// GET /parcels/:id/offers: what was answered once is answered again.
import { createHmac, pbkdf2Sync } from 'node:crypto';
import { Semaphore } from 'async-mutex';
import { Hono } from 'hono';
import { Pool } from 'pg';

const DEPOTS_URL = process.env.DEPOTS_URL;
const TARIFFS_URL = process.env.TARIFFS_URL;
const LINK_SECRET = process.env.LINK_SECRET ?? 'development';

const CARRIERS = ['dove', 'swift', 'falcon', 'pelican', 'nightjar', 'albatross'];

interface Parcel {
  customer_id: number;
  zone: number;
  weight_grams: number;
}

interface Step {
  up_to: number;
  cents: number;
}

type Tariff = Record<string, Step[]>;

interface Offer {
  carrier: string;
  cents: number;
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

// Parcel -> its answer.
const answers = new Map<number, object>();

// The depots asked us to be gentle.
const depotSlots = new Semaphore(50);

// Carrier -> its tariff. They change at night, with a deployment.
const tariffs = new Map<string, string>();
for (const carrier of CARRIERS) {
  const response = await fetch(`${TARIFFS_URL}/tariffs/${carrier}`);
  if (!response.ok) throw new Error(`tariffs answered ${response.status}`);
  tariffs.set(carrier, await response.text());
}

async function loadParcel(parcelId: number): Promise<Parcel | undefined> {
  const { rows } = await pool.query<Parcel>('SELECT customer_id, zone, weight_grams FROM parcels WHERE id = $1', [parcelId]);
  return rows[0];
}

async function loadDiscount(customerId: number): Promise<number> {
  const { rows } = await pool.query<{ discount_percent: number }>('SELECT discount_percent FROM customers WHERE id = $1', [customerId]);
  return rows[0].discount_percent;
}

async function askDepot(zone: number): Promise<string> {
  const response = await depotSlots.runExclusive(() => fetch(`${DEPOTS_URL}/depots/${zone}`, { signal: AbortSignal.timeout(2000) }));
  if (!response.ok) throw new Error(`depots answered ${response.status}`);
  const { pickup } = (await response.json()) as { pickup: string };
  return pickup;
}

/** Prices by weight, lightest first. */
function priceSteps(carrier: string, zone: number): Step[] {
  const tariff = JSON.parse(tariffs.get(carrier)!) as Tariff;
  return tariff[zone];
}

function findPrice(steps: Step[], weightGrams: number): number {
  for (const step of steps) {
    if (weightGrams <= step.up_to) return step.cents;
  }
  throw new Error('too heavy');
}

function buildOffers(zone: number, weightGrams: number, discountPercent: number): Offer[] {
  const offers: Offer[] = [];
  for (const carrier of CARRIERS) {
    const cents = findPrice(priceSteps(carrier, zone), weightGrams);
    offers.push({ carrier, cents: Math.floor((cents * (100 - discountPercent)) / 100) });
    offers.sort((a, b) => a.cents - b.cents || (a.carrier < b.carrier ? -1 : 1));
  }
  return offers;
}

/** Whoever has the link may see the offers without an account. */
function signLink(path: string): string {
  const key = pbkdf2Sync(LINK_SECRET, 'links', 20_000, 32, 'sha256');
  return `${path}?key=${createHmac('sha256', key).update(path).digest('hex')}`;
}

const app = new Hono();

app.get('/parcels/:id/offers', async (c) => {
  const parcelId = Number(c.req.param('id'));
  const known = answers.get(parcelId);
  if (known) return c.json(known);
  const parcel = await loadParcel(parcelId);
  if (!parcel) return c.json({ detail: 'no such parcel' }, 404);
  const discountPercent = await loadDiscount(parcel.customer_id);
  const pickup = await askDepot(parcel.zone);
  const offers = buildOffers(parcel.zone, parcel.weight_grams, discountPercent);
  const answer = {
    parcel: parcelId,
    zone: parcel.zone,
    pickup,
    link: signLink(`/parcels/${parcelId}/offers`),
    offers,
  };
  answers.set(parcelId, answer);
  return c.json(answer);
});

export default app;
