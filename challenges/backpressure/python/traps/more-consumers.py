"""GET /accounts/{id}: enough consumers that no queue forms."""

import asyncio
import os
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

LEDGER_URL = os.environ["LEDGER_URL"]

# As many calls at once as come in the worst moment.
CONSUMERS = 150


class Ledger:
    """The core banking system, behind a queue: never more than CONSUMERS calls at once."""

    def __init__(self, client: httpx.AsyncClient):
        self.client = client
        self.jobs: asyncio.Queue = asyncio.Queue()

    async def account(self, account_id: int) -> dict:
        answer = asyncio.get_running_loop().create_future()
        await self.jobs.put((account_id, answer))
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
    account = await app.state.ledger.account(account_id)
    return {
        "account": account["account"],
        "balance": account["balance"],
        "available": account["balance"] - account["reserved"],
    }
