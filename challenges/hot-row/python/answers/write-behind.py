"""POST /streams/{id}/hearts: hearts that viewers send to a festival's streams. GET /streams/{id} tells their number."""

import asyncio
import os
from collections import Counter
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
POOL_SIZE = 10
FLUSH_S = 0.01
# 150 hearts may be missing, and there are 4 workers.
MAX_UNWRITTEN = 35

ADD_SQL = "UPDATE stream_hearts SET hearts = hearts + $2 WHERE stream_id = $1 AND slot = 0"

STREAM_SQL = """
    SELECT s.title, sum(h.hearts)::int / 1000 * 1000 AS hearts
    FROM streams s JOIN stream_hearts h ON h.stream_id = s.id
    WHERE s.id = $1
    GROUP BY s.id
"""


class Hearts:
    """Hearts that are answered and not yet written: a few milliseconds' worth, and never more than MAX_UNWRITTEN."""

    def __init__(self) -> None:
        self.unwritten: Counter[int] = Counter()
        self.total = 0
        self.room = asyncio.Condition()

    async def add(self, stream_id: int) -> None:
        if self.total >= MAX_UNWRITTEN:
            async with self.room:
                await self.room.wait_for(lambda: self.total < MAX_UNWRITTEN)
        self.unwritten[stream_id] += 1
        self.total += 1

    async def flush(self) -> None:
        batch, self.unwritten = self.unwritten, Counter()
        for stream_id, count in batch.items():
            try:
                await app.state.pool.execute(ADD_SQL, stream_id, count)
                self.total -= count
            except Exception:
                self.unwritten[stream_id] += count
        async with self.room:
            self.room.notify_all()

    async def flush_for_ever(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_S)
            # Shielded: a stop of the service does not take a write with it.
            await asyncio.shield(self.flush())


hearts = Hearts()


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool:
        app.state.pool = pool
        flusher = asyncio.create_task(hearts.flush_for_ever())
        yield
        flusher.cancel()
        await hearts.flush()


app = FastAPI(lifespan=lifespan)


@app.post("/streams/{stream_id}/hearts", status_code=202)
async def add_heart(stream_id: int):
    await hearts.add(stream_id)
    return {"stream": stream_id}


@app.get("/streams/{stream_id}")
async def read_stream(stream_id: int):
    row = await app.state.pool.fetchrow(STREAM_SQL, stream_id)
    if row is None:
        raise HTTPException(status_code=404, detail="no such stream")
    return {"stream": stream_id, "title": row["title"], "hearts": row["hearts"]}
