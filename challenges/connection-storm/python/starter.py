"""GET /tickets/{id}: what a scanner at the gate wants to know of a ticket."""

import os

import asyncpg
from fastapi import Depends, FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]

app = FastAPI()


async def get_connection():
    connection = await asyncpg.connect(DATABASE_URL)
    try:
        yield connection
    finally:
        await connection.close()


@app.get("/tickets/{ticket_id}")
async def read_ticket(ticket_id: int, connection: asyncpg.Connection = Depends(get_connection)):
    ticket = await connection.fetchrow("SELECT id, holder, gate, seat, status FROM tickets WHERE id = $1", ticket_id)
    if ticket is None:
        raise HTTPException(status_code=404, detail="no such ticket")
    return dict(ticket)
