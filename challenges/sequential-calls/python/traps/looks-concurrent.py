"""GET /boarding/{id}: a passenger's boarding card, with questions to the airport that are asked first and awaited later."""

import os
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
AIRPORT_URL = os.environ["AIRPORT_URL"]


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool,
        httpx.AsyncClient(base_url=AIRPORT_URL, timeout=httpx.Timeout(1.0), limits=httpx.Limits(max_connections=200)) as airport,
    ):
        app.state.pool = pool
        app.state.airport = airport
        yield


app = FastAPI(lifespan=lifespan)


async def ask_airport(path: str) -> dict:
    response = await app.state.airport.get(path)
    response.raise_for_status()
    return response.json()


@app.get("/boarding/{booking_id}")
async def read_boarding_card(booking_id: int):
    booking = await app.state.pool.fetchrow("SELECT passenger, flight, terminal, city FROM bookings WHERE id = $1", booking_id)
    if booking is None:
        raise HTTPException(status_code=404, detail="no such booking")

    # All four are under way before the first one is awaited.
    flight = ask_airport(f"/flights/{booking['flight']}")
    gate = ask_airport(f"/gates/{booking['flight']}")
    security = ask_airport(f"/security/{booking['terminal']}")
    weather = ask_airport(f"/weather/{booking['city']}")

    return {
        "id": booking_id,
        "passenger": booking["passenger"],
        "flight": booking["flight"],
        "status": (await flight)["status"],
        "gate": (await gate)["gate"],
        "security_minutes": (await security)["minutes"],
        "celsius": (await weather)["celsius"],
    }
