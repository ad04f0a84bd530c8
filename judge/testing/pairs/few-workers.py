import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI

queue: asyncio.Queue = asyncio.Queue()


async def serve(pool):
    while True:
        id, done = await queue.get()
        row = await pool.fetchrow("SELECT stock, pg_sleep(0.02)::text AS slept FROM items WHERE id = $1", id)
        done.set_result(row["stock"])


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=10) as pool:
        workers = [asyncio.create_task(serve(pool)) for _ in range(2)]
        yield
        for worker in workers:
            worker.cancel()


app = FastAPI(lifespan=lifespan)


@app.get("/orders/{id}")
async def work(id: int):
    done = asyncio.get_running_loop().create_future()
    queue.put_nowait((id, done))
    return {"stock": await done}
