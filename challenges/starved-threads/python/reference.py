"""GET /players/{id}: a player's profile. POST /players/{id}/login: is this the password, and may the player play?"""

import asyncio
import hashlib
import hmac
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

DATABASE_URL = os.environ["DATABASE_URL"]
FAIRPLAY_URL = os.environ["FAIRPLAY_URL"]

ITERATIONS = 30_000

# Threads only for what computes, as many as there are cores beside the loop's. pbkdf2_hmac lets go of the GIL.
hashing = ThreadPoolExecutor(max_workers=(os.cpu_count() or 2) - 1, thread_name_prefix="hashing")


class Credentials(BaseModel):
    password: str


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool,
        # A call takes some 270 ms: 270 logins/s keep 75 connections busy.
        httpx.AsyncClient(base_url=FAIRPLAY_URL, timeout=2.0, limits=httpx.Limits(max_connections=200, max_keepalive_connections=200)) as fairplay,
    ):
        app.state.pool = pool
        app.state.fairplay = fairplay
        yield


app = FastAPI(lifespan=lifespan)


async def load_player(player_id: int) -> asyncpg.Record:
    player = await app.state.pool.fetchrow("SELECT id, name, rating, salt, password_hash FROM players WHERE id = $1", player_id)
    if player is None:
        raise HTTPException(status_code=404, detail="no such player")
    return player


def derive(password: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), ITERATIONS).hex()


async def is_password(password: str, player: asyncpg.Record) -> bool:
    derived = await asyncio.get_running_loop().run_in_executor(hashing, derive, password, player["salt"])
    return hmac.compare_digest(derived, player["password_hash"])


async def ask_standing(player_id: int) -> str:
    response = await app.state.fairplay.get(f"/standings/{player_id}")
    response.raise_for_status()
    return response.json()["standing"]


@app.get("/players/{player_id}")
async def read_profile(player_id: int):
    player = await load_player(player_id)
    profile = f"{player['id']}:{player['name']}:{player['rating']}"
    return {
        "player": player["id"],
        "name": player["name"],
        "rating": player["rating"],
        "checksum": hashlib.sha256(profile.encode()).hexdigest(),
    }


@app.post("/players/{player_id}/login")
async def log_in(player_id: int, credentials: Credentials):
    player = await load_player(player_id)
    accepted, standing = await asyncio.gather(is_password(credentials.password, player), ask_standing(player_id))
    return {"player": player_id, "accepted": accepted, "standing": standing}
