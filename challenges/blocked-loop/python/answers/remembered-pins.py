"""POST /lockers/{id}/check: does this PIN open the locker, and what is in it?"""

import hashlib
import hmac
import os
import secrets
import time
from contextlib import asynccontextmanager

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


class DerivedKeys:
    """What secrets derive to, for a minute. Names are keyed digests: the secrets themselves are not kept."""

    def __init__(self, limit: int = 10_000, seconds: float = 60.0):
        self.limit = limit
        self.seconds = seconds
        self.key = secrets.token_bytes(32)
        self.known: dict[bytes, tuple[float, str]] = {}

    def get(self, secret: str, salt: str) -> str:
        name = hmac.digest(self.key, f"{salt} {secret}".encode(), "sha256")
        expires_at, derived = self.known.get(name, (0.0, ""))
        if expires_at < time.monotonic():
            derived = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt.encode(), ITERATIONS).hex()
            if len(self.known) >= self.limit:
                del self.known[next(iter(self.known))]
            self.known[name] = (time.monotonic() + self.seconds, derived)
        return derived


derived_keys = DerivedKeys()


def matches(secret: str, salt: str, stored: str) -> bool:
    return hmac.compare_digest(derived_keys.get(secret, salt), stored)


async def check_terminal(key: str) -> None:
    terminal = await app.state.pool.fetchrow("SELECT key_salt, key_hash FROM terminals WHERE id = 1")
    if not matches(key, terminal["key_salt"], terminal["key_hash"]):
        raise HTTPException(status_code=401, detail="unknown terminal")


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
    return {
        "locker": locker_id,
        "accepted": matches(attempt.pin, locker["pin_salt"], locker["pin_hash"]),
        "parcel": locker["parcel"],
        "status": await parcel_status(locker["parcel"]),
    }
