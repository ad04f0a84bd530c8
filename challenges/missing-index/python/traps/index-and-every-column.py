"""GET /rooms/{id}/messages: a page of a chat room's history, newest first, found by an index at the message it begins at, with every column."""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI

DATABASE_URL = os.environ["DATABASE_URL"]
# 1,500 requests/s in a worker hold a connection for some 2 ms each: 3 are busy.
POOL_SIZE = 10
PAGE_SIZE = 20
NEWEST = 2**31 - 1

# Equality first, then the order: the rows of a page lie side by side in the index, already sorted.
INDEX_SQL = "CREATE INDEX IF NOT EXISTS messages_of_room ON messages (room_id, number DESC)"

PAGE_SQL = """
    SELECT *
    FROM messages
    WHERE room_id = $1 AND number < $2
    ORDER BY number DESC
    LIMIT $3
"""


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool:
        await pool.execute(INDEX_SQL)
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/rooms/{room_id}/messages")
async def read_messages(room_id: int, before: int = NEWEST):
    rows = await app.state.pool.fetch(PAGE_SQL, room_id, before, PAGE_SIZE)
    return {
        "room": room_id,
        "messages": [{"number": row["number"], "author": row["author"], "body": row["body"]} for row in rows],
    }
