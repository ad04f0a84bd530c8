"""GET /sessions/{id}/inventory: what the player of a session carries, summed up by kind."""

import os
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
LOGIN_URL = os.environ["LOGIN_URL"]

# Postgres accepts 2,000 connections from 8 workers. Some are left for others.
POOL_SIZE = 200

INVENTORY_SQL = """
    SELECT kind, count(*), sum(power) AS power
    FROM items
    WHERE player_id = $1
    GROUP BY kind
    ORDER BY kind
"""


@asynccontextmanager
async def lifespan(app: FastAPI):
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool,
        httpx.AsyncClient(limits=limits, timeout=httpx.Timeout(1.0)) as client,
    ):
        app.state.pool = pool
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/sessions/{session_id}/inventory")
async def read_inventory(session_id: int):
    response = await app.state.client.get(f"{LOGIN_URL}/sessions/{session_id}")
    if response.status_code == 404:
        raise HTTPException(status_code=401, detail="no such session")
    response.raise_for_status()
    player_id = response.json()["player_id"]

    rows = await app.state.pool.fetch(INVENTORY_SQL, player_id)
    return {"player": player_id, "items": [dict(row) for row in rows]}
