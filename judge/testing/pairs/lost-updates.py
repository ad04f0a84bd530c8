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
    async with app.state.pool.acquire() as connection:
        stock = await connection.fetchval("SELECT stock FROM items WHERE id = 1")
        await connection.execute("UPDATE items SET stock = $1 WHERE id = 1", stock - 1)
    return {"ok": True}
