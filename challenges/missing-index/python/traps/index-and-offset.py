"""GET /rooms/{id}/messages: a page of a chat room's history, newest first, found by an index."""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI

DATABASE_URL = os.environ["DATABASE_URL"]
POOL_SIZE = 10
PAGE_SIZE = 20

INDEX_SQL = "CREATE INDEX IF NOT EXISTS messages_of_room ON messages (room_id, number DESC)"

PAGE_SQL = """
    SELECT number, author, body
    FROM messages
    WHERE room_id = $1
    ORDER BY number DESC
    LIMIT $2 OFFSET $3
"""


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool:
        await pool.execute(INDEX_SQL)
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/rooms/{room_id}/messages")
async def read_messages(room_id: int, page: int = 0, before: int | None = None):
    # `before` is the number of the oldest message on the screen. Apps send it since version 8, along with `page`.
    rows = await app.state.pool.fetch(PAGE_SQL, room_id, PAGE_SIZE, page * PAGE_SIZE)
    return {
        "room": room_id,
        "messages": [{"number": row["number"], "author": row["author"], "body": row["body"]} for row in rows],
    }
