"""GET /tickets/{id}: what a scanner at the gate wants to know of a ticket. One connection, one statement for all that wait."""

import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]


class TicketLoader:
    """While a statement is on its way, tickets that are asked for wait for the next one, all together."""

    def __init__(self, connection: asyncpg.Connection):
        self.connection = connection
        self.waiting: list[tuple[int, asyncio.Future]] = []
        self.wanted = asyncio.Event()

    async def load(self, ticket_id: int):
        answer = asyncio.get_running_loop().create_future()
        self.waiting.append((ticket_id, answer))
        self.wanted.set()
        return await answer

    async def run(self) -> None:
        while True:
            await self.wanted.wait()
            self.wanted.clear()
            batch, self.waiting = self.waiting, []
            try:
                rows = await self.connection.fetch(
                    "SELECT id, holder, gate, seat, status FROM tickets WHERE id = ANY($1)", [ticket_id for ticket_id, _ in batch]
                )
            except (OSError, asyncpg.PostgresError) as error:
                for _, answer in batch:
                    if not answer.done():
                        answer.set_exception(error)
                continue
            tickets = {row["id"]: row for row in rows}
            for ticket_id, answer in batch:
                if not answer.done():
                    answer.set_result(tickets.get(ticket_id))


@asynccontextmanager
async def lifespan(app: FastAPI):
    connection = await asyncpg.connect(DATABASE_URL)
    app.state.tickets = TicketLoader(connection)
    running = asyncio.create_task(app.state.tickets.run())
    yield
    running.cancel()
    await connection.close()


app = FastAPI(lifespan=lifespan)


@app.get("/tickets/{ticket_id}")
async def read_ticket(ticket_id: int):
    ticket = await app.state.tickets.load(ticket_id)
    if ticket is None:
        raise HTTPException(status_code=404, detail="no such ticket")
    return dict(ticket)
