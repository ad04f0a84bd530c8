"""GET /parcels/{id}/offers: all that is computed, at once."""

import asyncio
import hashlib
import hmac
import json
import os
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
tariffs: dict[str, str] = {}

# The depots asked us to be gentle.
depot_slots = asyncio.Semaphore(50)


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
            tariffs[carrier] = response.text
        yield


app = FastAPI(lifespan=lifespan)


async def load_parcel(parcel_id: int):
    return await app.state.pool.fetchrow("SELECT customer_id, zone, weight_grams FROM parcels WHERE id = $1", parcel_id)


async def load_discount(customer_id: int) -> int:
    return await app.state.pool.fetchval("SELECT discount_percent FROM customers WHERE id = $1", customer_id)


async def ask_depot(zone: int) -> str:
    async with depot_slots:
        response = await app.state.client.get(f"{DEPOTS_URL}/depots/{zone}")
    response.raise_for_status()
    return response.json()["pickup"]


def price_steps(carrier: str, zone: int) -> list[dict]:
    """Prices by weight: [{"up_to": 2000, "cents": 390}, ...], lightest first."""
    return json.loads(tariffs[carrier])[str(zone)]


def find_price(steps: list[dict], weight_grams: int) -> int:
    for step in steps:
        if weight_grams <= step["up_to"]:
            return step["cents"]
    raise ValueError("too heavy")


async def offer_of(carrier: str, zone: int, weight_grams: int, discount_percent: int) -> dict:
    cents = find_price(price_steps(carrier, zone), weight_grams)
    return {"carrier": carrier, "cents": cents * (100 - discount_percent) // 100}


async def build_offers(zone: int, weight_grams: int, discount_percent: int) -> list[dict]:
    offers = await asyncio.gather(*(offer_of(carrier, zone, weight_grams, discount_percent) for carrier in CARRIERS))
    return sorted(offers, key=lambda offer: (offer["cents"], offer["carrier"]))


async def sign_link(path: str) -> str:
    """Whoever has the link may see the offers without an account."""
    key = hashlib.pbkdf2_hmac("sha256", LINK_SECRET, b"links", 20_000)
    return f"{path}?key={hmac.new(key, path.encode(), 'sha256').hexdigest()}"


@app.get("/parcels/{parcel_id}/offers")
async def read_offers(parcel_id: int):
    parcel = await load_parcel(parcel_id)
    if parcel is None:
        raise HTTPException(status_code=404, detail="no such parcel")
    discount_percent = await load_discount(parcel["customer_id"])
    pickup = await ask_depot(parcel["zone"])
    offers, link = await asyncio.gather(
        build_offers(parcel["zone"], parcel["weight_grams"], discount_percent),
        sign_link(f"/parcels/{parcel_id}/offers"),
    )
    return {
        "parcel": parcel_id,
        "zone": parcel["zone"],
        "pickup": pickup,
        "link": link,
        "offers": offers,
    }
