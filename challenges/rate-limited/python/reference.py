"""GET /recipients/{id}/parcels: what is on its way to somebody, asking the carrier for those of many recipients together."""

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


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool,
        httpx.AsyncClient(base_url=CARRIER_URL, timeout=httpx.Timeout(1.0)) as carrier,
    ):
        app.state.pool = pool
        app.state.positions = Positions(carrier)
        yield


app = FastAPI(lifespan=lifespan)


class Positions:
    """Numbers that are asked for while a call is under way all go into the next one: one call at a time in a worker."""

    def __init__(self, carrier: httpx.AsyncClient):
        self.carrier = carrier
        self.waiting: dict[int, asyncio.Future] = {}
        self.flight: asyncio.Task | None = None

    async def locate(self, numbers: list[int]) -> list[str]:
        places = [self.waiting.setdefault(number, asyncio.get_running_loop().create_future()) for number in numbers]
        if self.flight is None:
            self.flight = asyncio.create_task(self.work_off())
        # Shielded: a client that hangs up does not take the others' answer with it.
        return [await asyncio.shield(place) for place in places]

    async def work_off(self) -> None:
        try:
            while self.waiting:
                numbers = list(self.waiting)[:MAX_NUMBERS]
                batch = {number: self.waiting.pop(number) for number in numbers}
                await self.answer(batch)
        finally:
            self.flight = None

    async def answer(self, batch: dict[int, asyncio.Future]) -> None:
        try:
            places = {position["number"]: position["place"] for position in await self.fetch(list(batch))}
            for number, asked in batch.items():
                asked.set_result(places.get(number, "unknown"))
        except Exception as error:
            # Whatever it was: nobody may be left waiting.
            for asked in batch.values():
                asked.set_exception(error)

    async def fetch(self, numbers: list[int]) -> list[dict]:
        response = await self.carrier.get("/positions", params={"numbers": ",".join(map(str, numbers))})
        response.raise_for_status()
        return response.json()


@app.get("/recipients/{recipient}/parcels")
async def read_parcels(recipient: int):
    parcels = await app.state.pool.fetch("SELECT number, contents FROM parcels WHERE recipient = $1 ORDER BY number", recipient)
    if not parcels:
        raise HTTPException(status_code=404, detail="nothing on its way")

    places = await app.state.positions.locate([parcel["number"] for parcel in parcels])
    return {
        "recipient": recipient,
        "parcels": [{**parcel, "place": place} for parcel, place in zip(parcels, places)],
    }
