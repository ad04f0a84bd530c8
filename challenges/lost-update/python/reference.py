"""POST /guilds/{id}/donations: a player gives gold to the guild's treasury, added up by the database."""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

DATABASE_URL = os.environ["DATABASE_URL"]
POOL_SIZE = 16


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
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute("INSERT INTO donations (guild_id, gold) VALUES ($1, $2)", guild_id, donation.gold)
        # Last, since the row is locked from here to COMMIT. Who waits for it adds to what is committed by then.
        gold = await connection.fetchval(
            "UPDATE guilds SET gold = gold + $2 WHERE id = $1 RETURNING gold", guild_id, donation.gold
        )
        if gold is None:
            raise HTTPException(status_code=404, detail="no such guild")
    return {"guild": guild_id, "gold": gold}
