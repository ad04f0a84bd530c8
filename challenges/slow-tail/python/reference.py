"""GET /trains/{id}: one call for all who ask for a train, and a second one when the first is late."""

import asyncio
import os
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, HTTPException

DISPATCH_URL = os.environ["DISPATCH_URL"]

# Nine of ten calls are back by then. The tenth gets a second call, which is late itself only one time in ten.
HEDGE_AFTER_S = 0.04
# The end of all patience: beyond it the passenger is told that nobody knows.
BUDGET_S = 1.0
# Second calls as a share of first ones. When everything is slow, hedging everything would double the load.
HEDGE_SHARE = 0.2
HEDGE_BURST = 10


class HedgeBudget:
    """Each first call earns a share of a second one."""

    def __init__(self):
        self.tokens = float(HEDGE_BURST)

    def earn(self) -> None:
        self.tokens = min(HEDGE_BURST, self.tokens + HEDGE_SHARE)

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
        self.budget = HedgeBudget()

    async def train(self, train_id: int) -> dict:
        flight = self.flights.get(train_id)
        if flight is None:
            flight = self.flights[train_id] = asyncio.create_task(self.fetch(train_id))
        # Shielded: a client that hangs up does not take the others' call with it.
        return await asyncio.shield(flight)

    async def fetch(self, train_id: int) -> dict:
        try:
            async with asyncio.timeout(BUDGET_S):
                return await self.hedged(train_id)
        finally:
            del self.flights[train_id]

    async def hedged(self, train_id: int) -> dict:
        self.budget.earn()
        calls = {asyncio.create_task(self.call(train_id))}
        try:
            done, _ = await asyncio.wait(calls, timeout=HEDGE_AFTER_S)
            if not done and self.budget.spend():
                calls.add(asyncio.create_task(self.call(train_id)))
            done, _ = await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        finally:
            for call in calls:
                call.cancel()

    async def call(self, train_id: int) -> dict:
        response = await self.client.get(f"{DISPATCH_URL}/trains/{train_id}")
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
    except TimeoutError:
        raise HTTPException(status_code=504, detail="dispatch does not answer")
    return {
        "train": train["id"],
        "platform": train["platform"],
        "delay": train["delay"],
        "departs": train["planned"] + train["delay"],
    }
