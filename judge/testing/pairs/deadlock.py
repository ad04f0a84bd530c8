import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=10)
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/orders/{id}")
async def work(id: int):
    first, second = (1, 2) if id % 2 else (2, 1)
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute("UPDATE items SET stock = stock - 1 WHERE id = $1", first)
        await connection.execute("UPDATE items SET stock = stock + 1 WHERE id = $1", second)
    return {"ok": True}
