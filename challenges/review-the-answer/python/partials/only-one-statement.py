"""GET /routes/{id}: one statement for the route and its huts, and nothing else."""

import asyncio
import logging
import os
import time
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
BEDS_URL = os.environ["BEDS_URL"]

logging.basicConfig(level=logging.INFO)
log = logging.getLogger("profile")

# The pool is shared by all requests, so it is protected.
pool_lock = asyncio.Lock()

# Never flood the booking system.
beds_limit = asyncio.Semaphore(12)

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
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


async def timed(step: str, awaitable):
    """Profiling: how long each step takes."""
    started = time.time()
    result = await awaitable
    log.info("%s took %.1f ms", step, (time.time() - started) * 1000)
    return result


async def longest_climb(heights: list[int]) -> int:
    """The most metres that one gains from any point of the way to a later one."""
    best = 0
    for i, start in enumerate(heights):
        highest = sorted(heights[i:])[-1]
        best = max(best, highest - start)
        await asyncio.sleep(0)  # never block the event loop
    return best


async def load_route(route_id: int) -> dict | None:
    async with pool_lock:
        route = await timed("route", app.state.pool.fetchrow(ROUTE_SQL, route_id))
        if route is None:
            return None
        huts = [
            {"id": hut_id, "name": name, "region": region}
            for hut_id, name, region in zip(route["ids"], route["huts"], route["regions"])
        ]
        return {"name": route["name"], "climb": await longest_climb(route["heights"]), "huts": huts}


async def fetch_beds(hut_id: int) -> int:
    async with beds_limit:
        async with httpx.AsyncClient() as client:
            response = await client.get(f"{BEDS_URL}/beds/{hut_id}")
            response.raise_for_status()
            return response.json()["free"]


@app.get("/routes/{route_id}")
async def read_route(route_id: int):
    route = await timed("route, huts and climb", load_route(route_id))
    if route is None:
        raise HTTPException(status_code=404, detail="no such route")
    await asyncio.sleep(0)  # let other requests run
    beds = await timed("beds", asyncio.gather(*(fetch_beds(hut["id"]) for hut in route["huts"])))
    huts = [{**hut, "free": free} for hut, free in zip(route["huts"], beds)]
    return {"id": route_id, "name": route["name"], "climb": route["climb"], "huts": huts}
