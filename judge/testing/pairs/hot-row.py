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
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.fetchrow("SELECT stock FROM items WHERE id = 1 FOR UPDATE")
        await connection.execute("SELECT pg_sleep(0.01)")
        await connection.execute("UPDATE items SET stock = stock - 1 WHERE id = 1")
    return {"ok": True}
