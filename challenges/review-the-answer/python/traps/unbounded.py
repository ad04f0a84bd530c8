"""GET /routes/{id}: nothing waits for anything any more."""

import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
BEDS_URL = os.environ["BEDS_URL"]

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
    app.state.pool = await asyncpg.create_pool(DATABASE_URL, min_size=16, max_size=16)
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


async def load_route(route_id: int) -> dict | None:
    route = await app.state.pool.fetchrow(ROUTE_SQL, route_id)
    if route is None:
        return None
    huts = [
        {"id": hut_id, "name": name, "region": region}
        for hut_id, name, region in zip(route["ids"], route["huts"], route["regions"])
    ]
    return {"name": route["name"], "climb": longest_climb(route["heights"]), "huts": huts}


async def fetch_beds(hut_id: int) -> int:
    response = await app.state.client.get(f"{BEDS_URL}/beds/{hut_id}")
    response.raise_for_status()
    return response.json()["free"]


@app.get("/routes/{route_id}")
async def read_route(route_id: int):
    route = await load_route(route_id)
    if route is None:
        raise HTTPException(status_code=404, detail="no such route")
    beds = await asyncio.gather(*(fetch_beds(hut["id"]) for hut in route["huts"]))
    huts = [{**hut, "free": free} for hut, free in zip(route["huts"], beds)]
    return {"id": route_id, "name": route["name"], "climb": route["climb"], "huts": huts}
