"""GET /accounts/{id}: what has waited too long when its turn comes is not worked on."""

import asyncio
import os
import time
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, HTTPException

LEDGER_URL = os.environ["LEDGER_URL"]

# The ledger works on 192 calls at once, for 8 workers.
CONSUMERS = 24
# With a call of 45 ms on top an answer is still in time.
MAX_WAIT_S = 0.07


class Expired(Exception):
    pass


class Ledger:
    """The core banking system, behind a queue: never more than CONSUMERS calls at once."""

    def __init__(self, client: httpx.AsyncClient):
        self.client = client
        self.jobs: asyncio.Queue = asyncio.Queue()

    async def account(self, account_id: int) -> dict:
        answer = asyncio.get_running_loop().create_future()
        await self.jobs.put((account_id, answer, time.monotonic() + MAX_WAIT_S))
        return await answer

    async def consume(self) -> None:
        while True:
            account_id, answer, expires_at = await self.jobs.get()
            if time.monotonic() > expires_at:
                answer.set_exception(Expired())
                continue
            try:
                answer.set_result(await self.call(account_id))
            except httpx.HTTPError as error:
                answer.set_exception(error)

    async def call(self, account_id: int) -> dict:
        response = await self.client.get(f"{LEDGER_URL}/accounts/{account_id}")
        response.raise_for_status()
        return response.json()


@asynccontextmanager
async def lifespan(app: FastAPI):
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=100)
    async with httpx.AsyncClient(limits=limits) as client:
        app.state.ledger = Ledger(client)
        consumers = [asyncio.create_task(app.state.ledger.consume()) for _ in range(CONSUMERS)]
        yield
        for consumer in consumers:
            consumer.cancel()


app = FastAPI(lifespan=lifespan)


@app.get("/accounts/{account_id}")
async def read_account(account_id: int):
    try:
        account = await app.state.ledger.account(account_id)
    except Expired:
        raise HTTPException(status_code=503, detail="busy", headers={"Retry-After": "1"})
    return {
        "account": account["account"],
        "balance": account["balance"],
        "available": account["balance"] - account["reserved"],
    }
