// GET /accounts/:id: what has waited too long when its turn comes is not worked on.
import { Hono } from 'hono';
import PQueue from 'p-queue';

const LEDGER_URL = process.env.LEDGER_URL;

// The ledger works on 192 calls at once, for 8 workers.
const CONCURRENCY = 24;
// With a call of 45 ms on top an answer is still in time.
const MAX_WAIT_MS = 70;

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
  const expiresAt = performance.now() + MAX_WAIT_MS;
  const account = await jobs.add(async () => (performance.now() > expiresAt ? null : call(accountId)));
  if (account === null) return c.json({ detail: 'busy' }, 503, { 'Retry-After': '1' });
  return c.json({ account: account.account, balance: account.balance, available: account.balance - account.reserved });
});

export default app;
