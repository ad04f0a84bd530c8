// GET /accounts/:id: whoever has waited too long is told to come back later.
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import PQueue from 'p-queue';

const LEDGER_URL = process.env.LEDGER_URL;

// The ledger works on 192 calls at once, for 8 workers.
const CONCURRENCY = 24;
// The promise is 150 ms: who has no answer by now gets a 503.
const PATIENCE_MS = 100;

interface Account {
  account: number;
  balance: number;
  reserved: number;
}

const jobs = new PQueue({ concurrency: CONCURRENCY });

async function call(accountId: number): Promise<Account> {
  const response = await fetch(`${LEDGER_URL}/accounts/${accountId}`);
  if (!response.ok) throw new Error(`ledger answered ${response.status}`);
  return (await response.json()) as Account;
}

const app = new Hono();

app.get('/accounts/:id', async (c) => {
  const accountId = Number(c.req.param('id'));
  const account = await Promise.race([jobs.add(() => call(accountId)), sleep(PATIENCE_MS, null)]);
  if (account === null) return c.json({ detail: 'busy' }, 503, { 'Retry-After': '1' });
  return c.json({ account: account.account, balance: account.balance, available: account.balance - account.reserved });
});

export default app;
