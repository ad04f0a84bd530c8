"""GET /accounts/{id}: a short queue before the core banking system, and a 503 at once when it is full."""

import asyncio
import os
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, HTTPException

LEDGER_URL = os.environ["LEDGER_URL"]

# The ledger works on 192 calls at once, for 8 workers.
CONSUMERS = 24
# 24 calls of 20 ms are 1,200/s: the last of 80 waits some 70 ms. A longer queue would only hold answers that come too late.
MAX_WAITING = 80


class Ledger:
    """The core banking system, behind a queue: never more than CONSUMERS calls at once."""

    def __init__(self, client: httpx.AsyncClient):
        self.client = client
        self.jobs: asyncio.Queue = asyncio.Queue(maxsize=MAX_WAITING)

    async def account(self, account_id: int) -> dict:
        answer = asyncio.get_running_loop().create_future()
        # QueueFull at once is the point: who waited here would be in a queue before the queue.
        self.jobs.put_nowait((account_id, answer))
        return await answer

    async def consume(self) -> None:
        while True:
            account_id, answer = await self.jobs.get()
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
    except asyncio.QueueFull:
        raise HTTPException(status_code=503, detail="busy", headers={"Retry-After": "1"})
    return {
        "account": account["account"],
        "balance": account["balance"],
        "available": account["balance"] - account["reserved"],
    }
