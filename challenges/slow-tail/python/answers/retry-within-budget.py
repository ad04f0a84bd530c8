"""GET /trains/{id}: a late call is given up and made again, a few times, later each time, and within a budget."""

import asyncio
import os
import random
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, HTTPException

DISPATCH_URL = os.environ["DISPATCH_URL"]

# Nineteen of twenty calls are back by then.
TRY_S = 0.06
TRIES = 4
BACKOFF_S = 0.005
# Retries as a share of first calls. When everything is slow, retrying everything would multiply the load.
RETRY_SHARE = 0.2
RETRY_BURST = 20


class RetryBudget:
    """Each first call earns a share of a retry."""

    def __init__(self):
        self.tokens = float(RETRY_BURST)

    def earn(self) -> None:
        self.tokens = min(RETRY_BURST, self.tokens + RETRY_SHARE)

    def spend(self) -> bool:
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Dispatch:
    """The dispatch system. Requests for the same train share one call."""

    def __init__(self, client: httpx.AsyncClient):
        self.client = client
        self.flights: dict[int, asyncio.Task] = {}
        self.budget = RetryBudget()

    async def train(self, train_id: int) -> dict:
        flight = self.flights.get(train_id)
        if flight is None:
            flight = self.flights[train_id] = asyncio.create_task(self.fetch(train_id))
        # Shielded: a client that hangs up does not take the others' call with it.
        return await asyncio.shield(flight)

    async def fetch(self, train_id: int) -> dict:
        self.budget.earn()
        try:
            for retry in range(TRIES):
                try:
                    return await self.call(train_id)
                except httpx.HTTPError:
                    if retry == TRIES - 1 or not self.budget.spend():
                        raise
                await asyncio.sleep(BACKOFF_S * 2**retry * random.uniform(0.5, 1.5))
        finally:
            del self.flights[train_id]

    async def call(self, train_id: int) -> dict:
        response = await self.client.get(f"{DISPATCH_URL}/trains/{train_id}", timeout=TRY_S)
        response.raise_for_status()
        return response.json()


@asynccontextmanager
async def lifespan(app: FastAPI):
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=100)
    async with httpx.AsyncClient(limits=limits) as client:
        app.state.dispatch = Dispatch(client)
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/trains/{train_id}")
async def read_train(train_id: int):
    try:
        train = await app.state.dispatch.train(train_id)
    except httpx.HTTPError:
        raise HTTPException(status_code=504, detail="dispatch does not answer")
    return {
        "train": train["id"],
        "platform": train["platform"],
        "delay": train["delay"],
        "departs": train["planned"] + train["delay"],
    }
