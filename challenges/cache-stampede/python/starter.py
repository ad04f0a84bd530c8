"""GET /districts/{id}: how a district votes, as projected by the electoral office, through a cache."""

import json
import os
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from redis.asyncio import Redis

OFFICE_URL = os.environ["OFFICE_URL"]
REDIS_URL = os.environ["REDIS_URL"]

# A projection may be a second old; the rest is for the way from the office to the reader.
TTL_MS = 500


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        httpx.AsyncClient(base_url=OFFICE_URL, timeout=httpx.Timeout(5.0)) as office,
        Redis.from_url(REDIS_URL, decode_responses=True) as redis,
    ):
        app.state.office = office
        app.state.redis = redis
        yield


app = FastAPI(lifespan=lifespan)


async def ask_office(district: int) -> dict:
    response = await app.state.office.get(f"/projections/{district}")
    response.raise_for_status()
    return response.json()


@app.get("/districts/{district}")
async def read_district(district: int):
    cached = await app.state.redis.get(f"district:{district}")
    if cached is not None:
        return json.loads(cached)

    projection = await ask_office(district)
    await app.state.redis.set(f"district:{district}", json.dumps(projection), px=TTL_MS)
    return projection
