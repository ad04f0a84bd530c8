import os

import asyncpg
from fastapi import FastAPI

app = FastAPI()


@app.get("/orders/{id}")
async def work(id: int):
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    try:
        row = await connection.fetchrow("SELECT id, stock, pg_sleep(0.2)::text AS slept FROM items WHERE id = $1", id)
        return {"stock": row["stock"]}
    finally:
        await connection.close()
