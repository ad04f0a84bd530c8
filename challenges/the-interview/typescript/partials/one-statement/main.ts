// Vaccinations: clinics and what they have, bookings, sealed passes.
import { Hono } from 'hono';
import * as db from './db.ts';
import { partners } from './partners.ts';
import { seal } from './signing.ts';
import * as stock from './stock.ts';

const app = new Hono();

app.get('/clinics/:id', async (c) => {
  const clinic = await db.loadClinic(Number(c.req.param('id')));
  if (!clinic) return c.json({ detail: 'no such clinic' }, 404);
  const coming = await partners.dosesComing(clinic.lots.map((lot) => lot.id));
  const lots = clinic.lots.map((lot) => ({ ...lot, coming: coming.get(lot.id) }));
  return c.json({ ...clinic, lots });
});

app.post('/clinics/:id/bookings', async (c) => {
  const clinicId = Number(c.req.param('id'));
  const { holder } = await c.req.json<{ holder: number }>();
  const number = await stock.book(clinicId, holder);
  if (number === null) return c.json({ detail: 'no dose left' }, 409);
  return c.json({ number, clinic: clinicId }, 201);
});

app.post('/passes', async (c) => {
  const { holder, dose } = await c.req.json<{ holder: number; dose: number }>();
  const text = `holder-${holder}/${dose}`;
  return c.json({ pass: text, seal: seal(text) });
});

export default app;
