"""POST /streams/{id}/hearts: hearts that viewers send to a festival's streams. GET /streams/{id} tells their number."""

import asyncio
import os
from collections import Counter
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
POOL_SIZE = 10
FLUSH_S = 1.0

ADD_SQL = "UPDATE stream_hearts SET hearts = hearts + $2 WHERE stream_id = $1 AND slot = 0"

STREAM_SQL = """
    SELECT s.title, sum(h.hearts)::int / 1000 * 1000 AS hearts
    FROM streams s JOIN stream_hearts h ON h.stream_id = s.id
    WHERE s.id = $1
    GROUP BY s.id
"""


unwritten: Counter[int] = Counter()


async def flush() -> None:
    batch = dict(unwritten)
    unwritten.clear()
    for stream_id, count in batch.items():
        try:
            await app.state.pool.execute(ADD_SQL, stream_id, count)
        except Exception:
            unwritten[stream_id] += count


async def flush_for_ever() -> None:
    while True:
        await asyncio.sleep(FLUSH_S)
        await flush()


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool:
        app.state.pool = pool
        flusher = asyncio.create_task(flush_for_ever())
        yield
        flusher.cancel()
        await flush()


app = FastAPI(lifespan=lifespan)


@app.post("/streams/{stream_id}/hearts", status_code=202)
async def add_heart(stream_id: int):
    unwritten[stream_id] += 1
    return {"stream": stream_id}


@app.get("/streams/{stream_id}")
async def read_stream(stream_id: int):
    row = await app.state.pool.fetchrow(STREAM_SQL, stream_id)
    if row is None:
        raise HTTPException(status_code=404, detail="no such stream")
    return {"stream": stream_id, "title": row["title"], "hearts": row["hearts"]}
