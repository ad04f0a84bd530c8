"""GET /routes/{id}: one client, one call, no lock, the climb in a single pass."""

import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
BEDS_URL = os.environ["BEDS_URL"]

# The booking system serves 4,000 calls at once, and there are 32 workers.
beds_limit = asyncio.Semaphore(100)

STOPS_SQL = "SELECT hut_id FROM route_huts WHERE route_id = $1 ORDER BY position"
REGION_SQL = "SELECT g.name FROM regions g JOIN huts h ON h.region_id = g.id WHERE h.id = $1"


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(DATABASE_URL, min_size=16, max_size=16)
    app.state.client = httpx.AsyncClient()
    yield
    await app.state.client.aclose()
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


async def load_hut(hut_id: int) -> dict:
    hut, region = await asyncio.gather(
        app.state.pool.fetchrow("SELECT name FROM huts WHERE id = $1", hut_id),
        app.state.pool.fetchrow(REGION_SQL, hut_id),
    )
    return {"id": hut_id, "name": hut["name"], "region": region["name"]}


def longest_climb(heights: list[int]) -> int:
    """The most metres that one gains from any point of the way to a later one."""
    best = 0
    lowest = heights[0]
    for height in heights:
        if height < lowest:
            lowest = height
        elif height - lowest > best:
            best = height - lowest
    return best


async def load_route(route_id: int) -> dict | None:
    async with app.state.pool.acquire() as connection:
        route = await connection.fetchrow("SELECT name, heights FROM routes WHERE id = $1", route_id)
        if route is None:
            return None
        stops = await connection.fetch(STOPS_SQL, route_id)
    huts = await asyncio.gather(*(load_hut(stop["hut_id"]) for stop in stops))
    return {"name": route["name"], "climb": longest_climb(route["heights"]), "huts": huts}


async def fetch_beds(hut_ids: list[int]) -> list[int]:
    async with beds_limit:
        response = await app.state.client.get(f"{BEDS_URL}/beds", params={"huts": ",".join(map(str, hut_ids))})
        response.raise_for_status()
        free = {beds["hut"]: beds["free"] for beds in response.json()}
        return [free[hut_id] for hut_id in hut_ids]


@app.get("/routes/{route_id}")
async def read_route(route_id: int):
    route = await load_route(route_id)
    if route is None:
        raise HTTPException(status_code=404, detail="no such route")
    beds = await fetch_beds([hut["id"] for hut in route["huts"]])
    huts = [{**hut, "free": free} for hut, free in zip(route["huts"], beds)]
    return {"id": route_id, "name": route["name"], "climb": route["climb"], "huts": huts}
