"""GET /tickets/{id}: what a scanner at the gate wants to know of a ticket, with a connection from a pool."""

import os

import asyncpg
from fastapi import Depends, FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]

app = FastAPI()


async def get_connection():
    async with asyncpg.create_pool(DATABASE_URL, min_size=1, max_size=10) as pool, pool.acquire() as connection:
        yield connection


@app.get("/tickets/{ticket_id}")
async def read_ticket(ticket_id: int, connection: asyncpg.Connection = Depends(get_connection)):
    ticket = await connection.fetchrow("SELECT id, holder, gate, seat, status FROM tickets WHERE id = $1", ticket_id)
    if ticket is None:
        raise HTTPException(status_code=404, detail="no such ticket")
    return dict(ticket)
