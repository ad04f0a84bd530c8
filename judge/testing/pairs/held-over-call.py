import os
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=10)
    app.state.http = httpx.AsyncClient()
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/orders/{id}")
async def work(id: int):
    async with app.state.pool.acquire() as connection:
        row = await connection.fetchrow("SELECT id, stock FROM items WHERE id = $1", id)
        response = await app.state.http.get(f"http://prices.test/prices/{id}")
        return {"stock": row["stock"], "price": response.json()["price"]}
