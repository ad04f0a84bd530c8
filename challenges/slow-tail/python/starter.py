"""GET /trains/{id}: platform and delay of a train, as the dispatch system knows them now."""

import asyncio
import os
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

DISPATCH_URL = os.environ["DISPATCH_URL"]


class Dispatch:
    """The dispatch system. Requests for the same train share one call."""

    def __init__(self, client: httpx.AsyncClient):
        self.client = client
        self.flights: dict[int, asyncio.Task] = {}

    async def train(self, train_id: int) -> dict:
        flight = self.flights.get(train_id)
        if flight is None:
            flight = self.flights[train_id] = asyncio.create_task(self.fetch(train_id))
        # Shielded: a client that hangs up does not take the others' call with it.
        return await asyncio.shield(flight)

    async def fetch(self, train_id: int) -> dict:
        try:
            response = await self.client.get(f"{DISPATCH_URL}/trains/{train_id}")
            response.raise_for_status()
            return response.json()
        finally:
            del self.flights[train_id]


@asynccontextmanager
async def lifespan(app: FastAPI):
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=100)
    async with httpx.AsyncClient(limits=limits) as client:
        app.state.dispatch = Dispatch(client)
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/trains/{train_id}")
async def read_train(train_id: int):
    train = await app.state.dispatch.train(train_id)
    return {
        "train": train["id"],
        "platform": train["platform"],
        "delay": train["delay"],
        "departs": train["planned"] + train["delay"],
    }
