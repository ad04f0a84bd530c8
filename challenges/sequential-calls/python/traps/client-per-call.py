"""GET /boarding/{id}: a passenger's boarding card, with four questions to the airport at once, each through a client of its own."""

import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
AIRPORT_URL = os.environ["AIRPORT_URL"]


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


async def ask_airport(path: str) -> dict:
    async with httpx.AsyncClient(base_url=AIRPORT_URL, timeout=httpx.Timeout(1.0)) as airport:
        response = await airport.get(path)
        response.raise_for_status()
        return response.json()


@app.get("/boarding/{booking_id}")
async def read_boarding_card(booking_id: int):
    booking = await app.state.pool.fetchrow("SELECT passenger, flight, terminal, city FROM bookings WHERE id = $1", booking_id)
    if booking is None:
        raise HTTPException(status_code=404, detail="no such booking")

    flight, gate, security, weather = await asyncio.gather(
        ask_airport(f"/flights/{booking['flight']}"),
        ask_airport(f"/gates/{booking['flight']}"),
        ask_airport(f"/security/{booking['terminal']}"),
        ask_airport(f"/weather/{booking['city']}"),
    )

    return {
        "id": booking_id,
        "passenger": booking["passenger"],
        "flight": booking["flight"],
        "status": flight["status"],
        "gate": gate["gate"],
        "security_minutes": security["minutes"],
        "celsius": weather["celsius"],
    }
