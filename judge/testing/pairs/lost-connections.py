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
    connection = await app.state.pool.acquire()
    row = await connection.fetchrow("SELECT id, stock FROM items WHERE id = $1", id)
    if id == 7:
        return {"sold": "out"}
    await app.state.pool.release(connection)
    return {"stock": row["stock"]}
