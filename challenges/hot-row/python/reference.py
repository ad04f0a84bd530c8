"""POST /streams/{id}/hearts: hearts that viewers send to a festival's streams. GET /streams/{id} tells their number."""

import asyncio
import os
from collections import defaultdict
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
POOL_SIZE = 10

ADD_SQL = "UPDATE stream_hearts SET hearts = hearts + $2 WHERE stream_id = $1 AND slot = 0"

STREAM_SQL = """
    SELECT s.title, sum(h.hearts)::int / 1000 * 1000 AS hearts
    FROM streams s JOIN stream_hearts h ON h.stream_id = s.id
    WHERE s.id = $1
    GROUP BY s.id
"""


class Hearts:
    """The hearts of one stream. Those that arrive while a write is on its way go together into the next one."""

    def __init__(self) -> None:
        self.waiting = 0
        self.writing: asyncio.Task | None = None
        self.next: asyncio.Task | None = None

    async def add(self, stream_id: int) -> None:
        self.waiting += 1
        if self.next is None:
            self.next = asyncio.create_task(self.write(stream_id, self.writing))
        # Whoever is answered is in the database. Shielded: a client that hangs up does not take the others' write with it.
        await asyncio.shield(self.next)

    async def write(self, stream_id: int, previous: asyncio.Task | None) -> None:
        if previous is not None:
            await asyncio.wait([previous])
        count, self.waiting = self.waiting, 0
        self.writing, self.next = self.next, None
        await app.state.pool.execute(ADD_SQL, stream_id, count)


hearts: defaultdict[int, Hearts] = defaultdict(Hearts)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/streams/{stream_id}/hearts", status_code=202)
async def add_heart(stream_id: int):
    await hearts[stream_id].add(stream_id)
    return {"stream": stream_id}


@app.get("/streams/{stream_id}")
async def read_stream(stream_id: int):
    row = await app.state.pool.fetchrow(STREAM_SQL, stream_id)
    if row is None:
        raise HTTPException(status_code=404, detail="no such stream")
    return {"stream": stream_id, "title": row["title"], "hearts": row["hearts"]}
