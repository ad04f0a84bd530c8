"""GET /tickets/{id}: what a scanner at the gate wants to know of a ticket, on the worker's own connection."""

import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.connection = await asyncpg.connect(DATABASE_URL)
    # asyncpg raises InterfaceError if a connection is asked for a second statement while it is busy.
    app.state.lock = asyncio.Lock()
    yield
    await app.state.connection.close()


app = FastAPI(lifespan=lifespan)


@app.get("/tickets/{ticket_id}")
async def read_ticket(ticket_id: int):
    async with app.state.lock:
        ticket = await app.state.connection.fetchrow(
            "SELECT id, holder, gate, seat, status FROM tickets WHERE id = $1", ticket_id
        )
    if ticket is None:
        raise HTTPException(status_code=404, detail="no such ticket")
    return dict(ticket)
