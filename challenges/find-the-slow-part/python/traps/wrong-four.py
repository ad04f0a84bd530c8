"""GET /parcels/{id}/offers: one statement, depots remembered, tariffs decoded once, prices found by bisection."""

import hashlib
import hmac
import os
import time
from bisect import bisect_left
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
DEPOTS_URL = os.environ["DEPOTS_URL"]
TARIFFS_URL = os.environ["TARIFFS_URL"]
LINK_SECRET = os.environ["LINK_SECRET"].encode()

CARRIERS = ["dove", "swift", "falcon", "pelican", "nightjar", "albatross"]

# Carrier -> its tariff. They change at night, with a deployment.
tariffs: dict[str, dict] = {}

# A pickup time may be 300 ms old.
PICKUP_TTL_S = 0.2

# Zone -> when it expires, pickup time.
pickups: dict[int, tuple[float, str]] = {}


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool,
        httpx.AsyncClient(timeout=2.0) as client,
    ):
        app.state.pool = pool
        app.state.client = client
        for carrier in CARRIERS:
            response = await client.get(f"{TARIFFS_URL}/tariffs/{carrier}")
            response.raise_for_status()
            tariffs[carrier] = response.json()
        yield


app = FastAPI(lifespan=lifespan)


async def load_parcel(parcel_id: int):
    return await app.state.pool.fetchrow(
        """SELECT p.zone, p.weight_grams, c.discount_percent
           FROM parcels p JOIN customers c ON c.id = p.customer_id WHERE p.id = $1""",
        parcel_id,
    )


async def ask_depot(zone: int) -> str:
    now = time.monotonic()
    expires_at, pickup = pickups.get(zone, (0.0, ""))
    if expires_at <= now:
        response = await app.state.client.get(f"{DEPOTS_URL}/depots/{zone}")
        response.raise_for_status()
        pickup = response.json()["pickup"]
        pickups[zone] = (now + PICKUP_TTL_S, pickup)
    return pickup


def price_steps(carrier: str, zone: int) -> list[dict]:
    """Prices by weight: [{"up_to": 2000, "cents": 390}, ...], lightest first."""
    return tariffs[carrier][str(zone)]


def find_price(steps: list[dict], weight_grams: int) -> int:
    return steps[bisect_left(steps, weight_grams, key=lambda step: step["up_to"])]["cents"]


def build_offers(zone: int, weight_grams: int, discount_percent: int) -> list[dict]:
    offers = []
    for carrier in CARRIERS:
        cents = find_price(price_steps(carrier, zone), weight_grams)
        offers.append({"carrier": carrier, "cents": cents * (100 - discount_percent) // 100})
    offers.sort(key=lambda offer: (offer["cents"], offer["carrier"]))
    return offers


def sign_link(path: str) -> str:
    """Whoever has the link may see the offers without an account."""
    key = hashlib.pbkdf2_hmac("sha256", LINK_SECRET, b"links", 20_000)
    return f"{path}?key={hmac.new(key, path.encode(), 'sha256').hexdigest()}"


@app.get("/parcels/{parcel_id}/offers")
async def read_offers(parcel_id: int):
    parcel = await load_parcel(parcel_id)
    if parcel is None:
        raise HTTPException(status_code=404, detail="no such parcel")
    pickup = await ask_depot(parcel["zone"])
    offers = build_offers(parcel["zone"], parcel["weight_grams"], parcel["discount_percent"])
    return {
        "parcel": parcel_id,
        "zone": parcel["zone"],
        "pickup": pickup,
        "link": sign_link(f"/parcels/{parcel_id}/offers"),
        "offers": offers,
    }
