// GET /tickets/:id: what a scanner at the gate wants to know of a ticket. One connection, one statement for all that wait.
import { Hono } from 'hono';
import { Client } from 'pg';

interface Ticket {
  id: number;
  holder: string;
  gate: string;
  seat: string;
  status: string;
}

interface Waiting {
  id: number;
  resolve: (ticket: Ticket | undefined) => void;
  reject: (error: unknown) => void;
}

/** While a statement is on its way, tickets that are asked for wait for the next one, all together. */
class TicketLoader {
  private readonly client: Client;
  private waiting: Waiting[] = [];
  private busy = false;

  constructor(client: Client) {
    this.client = client;
  }

  load(id: number): Promise<Ticket | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ id, resolve, reject });
      if (!this.busy) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        const { rows } = await this.client.query<Ticket>('SELECT id, holder, gate, seat, status FROM tickets WHERE id = ANY($1)', [
          batch.map(({ id }) => id),
        ]);
        const tickets = new Map(rows.map((ticket) => [ticket.id, ticket]));
        for (const { id, resolve } of batch) resolve(tickets.get(id));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.busy = false;
  }
}

const client = new Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
const tickets = new TicketLoader(client);

const app = new Hono();

app.get('/tickets/:id', async (c) => {
  const ticket = await tickets.load(Number(c.req.param('id')));
  if (!ticket) return c.json({ detail: 'no such ticket' }, 404);
  return c.json(ticket);
});

export default app;
