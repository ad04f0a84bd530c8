"""GET /districts/{id}: how a district votes, asking the office once in each worker, while the old projection still serves."""

import asyncio
import json
import os
import random
import time
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from redis.asyncio import Redis

OFFICE_URL = os.environ["OFFICE_URL"]
REDIS_URL = os.environ["REDIS_URL"]

# A projection may be a second old. A new one is asked for before that, at times that differ from district to district,
# so that those that were filled together do not expire together.
FRESH_S = 0.6
GONE_S = 0.95


class Projections:
    """Fresh ones from the cache; an old one is still served while a new one is asked for, once in this worker."""

    def __init__(self, office: httpx.AsyncClient, redis: Redis):
        self.office = office
        self.redis = redis
        self.flights: dict[int, asyncio.Task] = {}

    async def get(self, district: int) -> dict:
        entry = await self.load(district)
        if entry is None:
            # Shielded: a reader who hangs up does not take the others' call with it.
            entry = await asyncio.shield(self.renewal_of(district))
        elif not is_fresh(entry):
            self.renewal_of(district)
        return entry["projection"]

    def renewal_of(self, district: int) -> asyncio.Task:
        if district not in self.flights:
            flight = asyncio.create_task(self.renew(district))
            flight.add_done_callback(lambda _: self.flights.pop(district))
            self.flights[district] = flight
        return self.flights[district]

    async def renew(self, district: int) -> dict:
        return await self.ask_office(district)

    async def ask_office(self, district: int) -> dict:
        asked_at = time.time()
        response = await self.office.get(f"/projections/{district}")
        response.raise_for_status()
        entry = {"projection": response.json(), "fresh_until": asked_at + FRESH_S * random.uniform(0.8, 1)}
        gone_ms = max(1, round((asked_at + GONE_S - time.time()) * 1000))
        await self.redis.set(f"district:{district}", json.dumps(entry), px=gone_ms)
        return entry

    async def load(self, district: int) -> dict | None:
        cached = await self.redis.get(f"district:{district}")
        return None if cached is None else json.loads(cached)


def is_fresh(entry: dict) -> bool:
    return entry["fresh_until"] > time.time()


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        httpx.AsyncClient(base_url=OFFICE_URL, timeout=httpx.Timeout(5.0)) as office,
        Redis.from_url(REDIS_URL, decode_responses=True) as redis,
    ):
        app.state.projections = Projections(office, redis)
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/districts/{district}")
async def read_district(district: int):
    return await app.state.projections.get(district)
