"""GET /rooms/{id}/messages: a page of a chat room's history, newest first. An index finds a page, which is read at most four times a second."""

import asyncio
import os
import time
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI

DATABASE_URL = os.environ["DATABASE_URL"]
POOL_SIZE = 10
PAGE_SIZE = 20
# A page may be 300 ms old when it is shown; the rest is for reading it.
PAGE_TTL_S = 0.25

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

pages: dict[tuple[int, int], tuple[float, asyncio.Task]] = {}


@app.get("/rooms/{room_id}/messages")
async def read_messages(room_id: int, page: int = 0, before: int | None = None):
    now = time.monotonic()
    expires_at, load = pages.get((room_id, page), (0.0, None))
    if load is None or expires_at <= now:
        # Kept before the first await: all who ask meanwhile wait for the same statement.
        load = asyncio.create_task(load_page(room_id, page))
        pages[room_id, page] = (now + PAGE_TTL_S, load)
    return await asyncio.shield(load)


async def load_page(room_id: int, page: int) -> dict:
    rows = await app.state.pool.fetch(PAGE_SQL, room_id, PAGE_SIZE, page * PAGE_SIZE)
    return {
        "room": room_id,
        "messages": [{"number": row["number"], "author": row["author"], "body": row["body"]} for row in rows],
    }
