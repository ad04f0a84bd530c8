"""GET /routes/{id}: the pull request is reverted."""

import os
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
BEDS_URL = os.environ["BEDS_URL"]

STOPS_SQL = "SELECT hut_id FROM route_huts WHERE route_id = $1 ORDER BY position"
REGION_SQL = "SELECT g.name FROM regions g JOIN huts h ON h.region_id = g.id WHERE h.id = $1"


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(DATABASE_URL, min_size=16, max_size=16)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


async def load_hut(hut_id: int) -> dict:
    hut = await app.state.pool.fetchrow("SELECT name FROM huts WHERE id = $1", hut_id)
    region = await app.state.pool.fetchrow(REGION_SQL, hut_id)
    return {"id": hut_id, "name": hut["name"], "region": region["name"]}


def longest_climb(heights: list[int]) -> int:
    """The most metres that one gains from any point of the way to a later one."""
    best = 0
    for i, start in enumerate(heights):
        highest = sorted(heights[i:])[-1]
        best = max(best, highest - start)
    return best


async def load_route(route_id: int) -> dict | None:
    async with app.state.pool.acquire() as connection:
        route = await connection.fetchrow("SELECT name, heights FROM routes WHERE id = $1", route_id)
        if route is None:
            return None
        stops = await connection.fetch(STOPS_SQL, route_id)
    huts = [await load_hut(stop["hut_id"]) for stop in stops]
    return {"name": route["name"], "climb": longest_climb(route["heights"]), "huts": huts}


async def fetch_beds(client: httpx.AsyncClient, hut_id: int) -> int:
    response = await client.get(f"{BEDS_URL}/beds/{hut_id}")
    response.raise_for_status()
    return response.json()["free"]


@app.get("/routes/{route_id}")
async def read_route(route_id: int):
    route = await load_route(route_id)
    if route is None:
        raise HTTPException(status_code=404, detail="no such route")
    async with httpx.AsyncClient() as client:
        huts = [{**hut, "free": await fetch_beds(client, hut["id"])} for hut in route["huts"]]
    return {"id": route_id, "name": route["name"], "climb": route["climb"], "huts": huts}
