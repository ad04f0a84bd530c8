// GET /accounts/:id: a queue that takes in any burst.
import { Hono } from 'hono';
import PQueue from 'p-queue';

const LEDGER_URL = process.env.LEDGER_URL;

// The ledger works on 192 calls at once, for 8 workers.
const CONCURRENCY = 24;
// Room for the largest burst that was ever seen, so that nobody is refused.
const MAX_WAITING = 1000;

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
  if (jobs.size >= MAX_WAITING) return c.json({ detail: 'busy' }, 503, { 'Retry-After': '1' });
  const account = await jobs.add(() => call(accountId));
  return c.json({ account: account.account, balance: account.balance, available: account.balance - account.reserved });
});

export default app;
