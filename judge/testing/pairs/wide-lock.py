import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=10)
    yield


app = FastAPI(lifespan=lifespan)
lock = asyncio.Lock()


@app.get("/orders/{id}")
async def work(id: int):
    async with lock:
        row = await app.state.pool.fetchrow("SELECT stock, pg_sleep(0.02)::text AS slept FROM items WHERE id = $1", id)
    return {"stock": row["stock"]}
