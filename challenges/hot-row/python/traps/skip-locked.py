"""POST /streams/{id}/hearts: hearts that viewers send to a festival's streams. GET /streams/{id} tells their number."""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
POOL_SIZE = 10

# Nobody waits: who finds the row locked leaves it.
ADD_SQL = """
    WITH free AS (SELECT stream_id, slot FROM stream_hearts WHERE stream_id = $1 AND slot = 0 FOR UPDATE SKIP LOCKED)
    UPDATE stream_hearts h SET hearts = hearts + 1 FROM free WHERE h.stream_id = free.stream_id AND h.slot = free.slot
"""

STREAM_SQL = """
    SELECT s.title, sum(h.hearts)::int / 1000 * 1000 AS hearts
    FROM streams s JOIN stream_hearts h ON h.stream_id = s.id
    WHERE s.id = $1
    GROUP BY s.id
"""


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/streams/{stream_id}/hearts", status_code=202)
async def add_heart(stream_id: int):
    await app.state.pool.execute(ADD_SQL, stream_id)
    return {"stream": stream_id}


@app.get("/streams/{stream_id}")
async def read_stream(stream_id: int):
    row = await app.state.pool.fetchrow(STREAM_SQL, stream_id)
    if row is None:
        raise HTTPException(status_code=404, detail="no such stream")
    return {"stream": stream_id, "title": row["title"], "hearts": row["hearts"]}
