"""GET /routes/{id}: one client, one call, and a pool in which nobody ever waits."""

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

ROUTE_SQL = """
    SELECT r.name, r.heights,
        array_agg(h.id ORDER BY s.position) AS ids,
        array_agg(h.name ORDER BY s.position) AS huts,
        array_agg(g.name ORDER BY s.position) AS regions
    FROM routes r
    JOIN route_huts s ON s.route_id = r.id
    JOIN huts h ON h.id = s.hut_id
    JOIN regions g ON g.id = h.region_id
    WHERE r.id = $1
    GROUP BY r.id
"""


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(DATABASE_URL, min_size=16, max_size=300)
    app.state.client = httpx.AsyncClient()
    yield
    await app.state.client.aclose()
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


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


async def load_route(connection: asyncpg.Connection, route_id: int) -> dict | None:
    route = await connection.fetchrow(ROUTE_SQL, route_id)
    if route is None:
        return None
    huts = [
        {"id": hut_id, "name": name, "region": region}
        for hut_id, name, region in zip(route["ids"], route["huts"], route["regions"])
    ]
    return {"name": route["name"], "climb": longest_climb(route["heights"]), "huts": huts}


async def fetch_beds(hut_ids: list[int]) -> list[int]:
    async with beds_limit:
        response = await app.state.client.get(f"{BEDS_URL}/beds", params={"huts": ",".join(map(str, hut_ids))})
        response.raise_for_status()
        free = {beds["hut"]: beds["free"] for beds in response.json()}
        return [free[hut_id] for hut_id in hut_ids]


@app.get("/routes/{route_id}")
async def read_route(route_id: int):
    async with app.state.pool.acquire() as connection:
        route = await load_route(connection, route_id)
        if route is None:
            raise HTTPException(status_code=404, detail="no such route")
        beds = await fetch_beds([hut["id"] for hut in route["huts"]])
    huts = [{**hut, "free": free} for hut, free in zip(route["huts"], beds)]
    return {"id": route_id, "name": route["name"], "climb": route["climb"], "huts": huts}
