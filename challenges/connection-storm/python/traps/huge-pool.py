"""GET /tickets/{id}: what a scanner at the gate wants to know of a ticket, from a pool in which nobody ever waits."""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import Depends, FastAPI, HTTPException, Request

DATABASE_URL = os.environ["DATABASE_URL"]

# Room for every request that may be on its way.
POOL_SIZE = 1000


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


async def get_connection(request: Request):
    async with request.app.state.pool.acquire() as connection:
        yield connection


@app.get("/tickets/{ticket_id}")
async def read_ticket(ticket_id: int, connection: asyncpg.Connection = Depends(get_connection)):
    ticket = await connection.fetchrow("SELECT id, holder, gate, seat, status FROM tickets WHERE id = $1", ticket_id)
    if ticket is None:
        raise HTTPException(status_code=404, detail="no such ticket")
    return dict(ticket)
