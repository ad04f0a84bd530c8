"""POST /nights/{id}/bookings: takes a room for a night and charges the guest's card."""

import os
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
CARDS_URL = os.environ["CARDS_URL"]
POOL_SIZE = 10


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool,
        httpx.AsyncClient(base_url=CARDS_URL, timeout=2.0, limits=httpx.Limits(max_connections=400)) as client,
    ):
        app.state.pool = pool
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)


async def charge(booking_id: UUID) -> str:
    """The card network's proof of payment. The booking's id makes a second call for the same booking harmless."""
    response = await app.state.client.post(f"/charges/{booking_id}")
    if response.status_code == 402:
        raise HTTPException(status_code=402, detail="card declined")
    response.raise_for_status()
    return response.json()["auth_code"]


@app.post("/nights/{night_id}/bookings")
async def book(night_id: int):
    booking_id = uuid4()
    # All or nothing: if the card is declined, the room is free again.
    async with app.state.pool.acquire() as connection, connection.transaction():
        free = await connection.fetchval(
            "UPDATE nights SET free = free - 1 WHERE id = $1 AND free > 0 RETURNING free", night_id
        )
        if free is None:
            raise HTTPException(status_code=409, detail="fully booked")
        await connection.execute("INSERT INTO bookings (id, night_id) VALUES ($1, $2)", booking_id, night_id)
        auth_code = await charge(booking_id)
        await connection.execute(
            "UPDATE bookings SET status = 'paid', auth_code = $2 WHERE id = $1", booking_id, auth_code
        )
    return {"booking": str(booking_id), "status": "paid"}
