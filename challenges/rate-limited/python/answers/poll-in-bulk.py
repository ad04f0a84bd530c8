"""GET /recipients/{id}/parcels: what is on its way to somebody, with positions that are kept fresh in the background."""

import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
CARRIER_URL = os.environ["CARRIER_URL"]

# The carrier ignores further numbers.
MAX_NUMBERS = 200

# A position may be 500 ms old; a round of calls takes some 80 ms, sometimes 150.
PAUSE_S = 0.15


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool,
        httpx.AsyncClient(base_url=CARRIER_URL, timeout=httpx.Timeout(1.0)) as carrier,
    ):
        app.state.pool = pool
        app.state.carrier = carrier
        app.state.places = {}
        await refresh()
        poller = asyncio.create_task(keep_fresh())
        yield
        poller.cancel()


app = FastAPI(lifespan=lifespan)


async def fetch(numbers: list[int]) -> list[dict]:
    response = await app.state.carrier.get("/positions", params={"numbers": ",".join(map(str, numbers))})
    response.raise_for_status()
    return response.json()


async def refresh() -> None:
    """Asks for everything that is on its way: a few large calls instead of many small ones."""
    rows = await app.state.pool.fetch("SELECT number FROM parcels ORDER BY number")
    numbers = [row["number"] for row in rows]
    batches = [numbers[i : i + MAX_NUMBERS] for i in range(0, len(numbers), MAX_NUMBERS)]
    for positions in await asyncio.gather(*map(fetch, batches)):
        for position in positions:
            app.state.places[position["number"]] = position["place"]


async def keep_fresh() -> None:
    while True:
        await asyncio.sleep(PAUSE_S)
        try:
            await refresh()
        except httpx.HTTPError:
            # The next round asks again.
            pass


@app.get("/recipients/{recipient}/parcels")
async def read_parcels(recipient: int):
    parcels = await app.state.pool.fetch("SELECT number, contents FROM parcels WHERE recipient = $1 ORDER BY number", recipient)
    if not parcels:
        raise HTTPException(status_code=404, detail="nothing on its way")

    return {
        "recipient": recipient,
        "parcels": [{**parcel, "place": app.state.places[parcel["number"]]} for parcel in parcels],
    }
