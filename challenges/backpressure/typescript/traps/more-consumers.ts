// GET /accounts/:id: enough concurrency that no queue forms.
import { Hono } from 'hono';
import PQueue from 'p-queue';

const LEDGER_URL = process.env.LEDGER_URL;

// As many calls at once as come in the worst moment.
const CONCURRENCY = 150;

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
  const account = await jobs.add(() => call(accountId));
  return c.json({ account: account.account, balance: account.balance, available: account.balance - account.reserved });
});

export default app;
