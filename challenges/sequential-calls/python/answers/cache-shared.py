"""GET /boarding/{id}: a passenger's boarding card, asking again only for what is this passenger's own."""

import asyncio
import os
import time
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
AIRPORT_URL = os.environ["AIRPORT_URL"]

# An answer may be 500 ms old when it is shown; the rest is for the way from the airport to the passenger.
TTL_S = 0.4


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool,
        httpx.AsyncClient(base_url=AIRPORT_URL, timeout=httpx.Timeout(1.0), limits=httpx.Limits(max_connections=200)) as airport,
    ):
        app.state.pool = pool
        app.state.airport = airport
        app.state.shared = SharedAnswers()
        yield


app = FastAPI(lifespan=lifespan)


async def ask_airport(path: str) -> dict:
    response = await app.state.airport.get(path)
    response.raise_for_status()
    return response.json()


class SharedAnswers:
    """Answers of at most TTL_S that many passengers share; whoever finds one expired waits for the same call."""

    def __init__(self):
        self.calls: dict[str, asyncio.Task] = {}
        self.expires_at: dict[str, float] = {}

    async def get(self, path: str) -> dict:
        now = time.monotonic()
        if self.expires_at.get(path, 0.0) <= now:
            self.calls[path] = asyncio.create_task(ask_airport(path))
            self.expires_at[path] = now + TTL_S
        try:
            # Shielded: a passenger who hangs up does not take the others' call with it.
            return await asyncio.shield(self.calls[path])
        except httpx.HTTPError:
            self.expires_at.pop(path, None)
            raise


@app.get("/boarding/{booking_id}")
async def read_boarding_card(booking_id: int):
    booking = await app.state.pool.fetchrow("SELECT passenger, flight, terminal, city FROM bookings WHERE id = $1", booking_id)
    if booking is None:
        raise HTTPException(status_code=404, detail="no such booking")

    flight = await ask_airport(f"/flights/{booking['flight']}")
    gate = await ask_airport(f"/gates/{booking['flight']}")
    security = await app.state.shared.get(f"/security/{booking['terminal']}")
    weather = await app.state.shared.get(f"/weather/{booking['city']}")

    return {
        "id": booking_id,
        "passenger": booking["passenger"],
        "flight": booking["flight"],
        "status": flight["status"],
        "gate": gate["gate"],
        "security_minutes": security["minutes"],
        "celsius": weather["celsius"],
    }
