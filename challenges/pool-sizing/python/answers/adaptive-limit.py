"""GET /sessions/{id}/inventory: what the player of a session carries, summed up by kind. Each worker finds out how much the database can bear."""

import asyncio
import os
import time
from collections import deque
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


class AdaptiveLimit:
    """As many statements at once as leave them quick: one more with every round while they are, fewer as soon as they are not."""

    def __init__(self):
        self.limit = 8.0
        self.running = 0
        self.quickest_s = float("inf")
        self.waiting: deque[asyncio.Future] = deque()

    async def run(self, work):
        if self.running >= int(self.limit):
            turn = asyncio.get_running_loop().create_future()
            self.waiting.append(turn)
            await turn
        else:
            self.running += 1
        began = time.monotonic()
        try:
            return await work()
        finally:
            self.learn(time.monotonic() - began)
            self.running -= 1
            while self.waiting and self.running < int(self.limit):
                self.running += 1
                self.waiting.popleft().set_result(None)

    def learn(self, took_s: float) -> None:
        self.quickest_s = min(self.quickest_s, took_s)
        if took_s < 2 * self.quickest_s:
            self.limit += 1 / self.limit
        else:
            self.limit = max(2.0, self.limit * 0.95)


@asynccontextmanager
async def lifespan(app: FastAPI):
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool,
        httpx.AsyncClient(limits=limits, timeout=httpx.Timeout(1.0)) as client,
    ):
        app.state.pool = pool
        app.state.client = client
        app.state.statements = AdaptiveLimit()
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/sessions/{session_id}/inventory")
async def read_inventory(session_id: int):
    response = await app.state.client.get(f"{LOGIN_URL}/sessions/{session_id}")
    if response.status_code == 404:
        raise HTTPException(status_code=401, detail="no such session")
    response.raise_for_status()
    player_id = response.json()["player_id"]

    rows = await app.state.statements.run(lambda: app.state.pool.fetch(INVENTORY_SQL, player_id))
    return {"player": player_id, "items": [dict(row) for row in rows]}
