"""POST /guilds/{id}/donations: a player gives gold to the guild's treasury, whose row is locked before it is read."""

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
        gold = await connection.fetchval("SELECT gold FROM guilds WHERE id = $1 FOR UPDATE", guild_id)
        if gold is None:
            raise HTTPException(status_code=404, detail="no such guild")
        gold += donation.gold
        await connection.execute("INSERT INTO donations (guild_id, gold) VALUES ($1, $2)", guild_id, donation.gold)
        await connection.execute("UPDATE guilds SET gold = $2 WHERE id = $1", guild_id, gold)
    return {"guild": guild_id, "gold": gold}
