"""POST /guilds/{id}/donations: a player gives gold to the guild's treasury, unless another one came first: then again."""

import asyncio
import os
import random
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

DATABASE_URL = os.environ["DATABASE_URL"]
POOL_SIZE = 16
ATTEMPTS = 10

# Nothing is written where the version is another one by now.
ADD_SQL = """
    WITH changed AS (
        UPDATE guilds SET gold = $2, version = version + 1 WHERE id = $1 AND version = $3 RETURNING id
    )
    INSERT INTO donations (guild_id, gold) SELECT id, $4 FROM changed RETURNING id
"""


class Donation(BaseModel):
    gold: int


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/guilds/{guild_id}/donations")
async def donate(guild_id: int, donation: Donation):
    for attempt in range(ATTEMPTS):
        guild = await app.state.pool.fetchrow("SELECT gold, version FROM guilds WHERE id = $1", guild_id)
        if guild is None:
            raise HTTPException(status_code=404, detail="no such guild")
        gold = guild["gold"] + donation.gold
        if await app.state.pool.fetchval(ADD_SQL, guild_id, gold, guild["version"], donation.gold) is not None:
            return {"guild": guild_id, "gold": gold}
        # Those who met must not meet again.
        await asyncio.sleep(random.uniform(0, 0.002 * 2**attempt))
    raise HTTPException(status_code=503, detail="too many donations at once")
