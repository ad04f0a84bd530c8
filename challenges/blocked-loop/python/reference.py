"""POST /lockers/{id}/check: does this PIN open the locker, and what is in it?"""

import asyncio
import hashlib
import hmac
import os
from contextlib import asynccontextmanager
from functools import lru_cache

import asyncpg
import httpx
from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel

DATABASE_URL = os.environ["DATABASE_URL"]
CARRIER_URL = os.environ["CARRIER_URL"]

ITERATIONS = 10_000


class Attempt(BaseModel):
    pin: str


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool,
        httpx.AsyncClient(base_url=CARRIER_URL, timeout=1.0) as carrier,
    ):
        app.state.pool = pool
        app.state.carrier = carrier
        yield


app = FastAPI(lifespan=lifespan)


def derive(secret: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", secret.encode(), salt.encode(), ITERATIONS).hex()


# Few terminals, the same keys all day: derived once. The stored hash is still compared each time, so a revoked key is refused at once.
derive_terminal_key = lru_cache(maxsize=1_000)(derive)


async def check_terminal(key: str) -> None:
    terminal = await app.state.pool.fetchrow("SELECT key_salt, key_hash FROM terminals WHERE id = 1")
    if not hmac.compare_digest(derive_terminal_key(key, terminal["key_salt"]), terminal["key_hash"]):
        raise HTTPException(status_code=401, detail="unknown terminal")


async def check_hash(pin: str, salt: str, stored: str) -> bool:
    # pbkdf2_hmac lets go of the GIL: in a thread it computes on another core while the loop goes on.
    return hmac.compare_digest(await asyncio.to_thread(derive, pin, salt), stored)


async def parcel_status(parcel: str) -> str:
    response = await app.state.carrier.get(f"/parcels/{parcel}")
    response.raise_for_status()
    return response.json()["status"]


@app.post("/lockers/{locker_id}/check")
async def check_pin(locker_id: int, attempt: Attempt, x_terminal_key: str = Header()):
    await check_terminal(x_terminal_key)
    locker = await app.state.pool.fetchrow("SELECT parcel, pin_salt, pin_hash FROM lockers WHERE id = $1", locker_id)
    if locker is None:
        raise HTTPException(status_code=404, detail="no such locker")
    accepted, status = await asyncio.gather(
        check_hash(attempt.pin, locker["pin_salt"], locker["pin_hash"]),
        parcel_status(locker["parcel"]),
    )
    return {"locker": locker_id, "accepted": accepted, "parcel": locker["parcel"], "status": status}
