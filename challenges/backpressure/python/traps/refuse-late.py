"""GET /accounts/{id}: whoever has waited too long is told to come back later."""

import asyncio
import os
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, HTTPException

LEDGER_URL = os.environ["LEDGER_URL"]

# The ledger works on 192 calls at once, for 8 workers.
CONSUMERS = 24
# The promise is 150 ms: who has no answer by now gets a 503.
PATIENCE_S = 0.1


class Ledger:
    """The core banking system, behind a queue: never more than CONSUMERS calls at once."""

    def __init__(self, client: httpx.AsyncClient):
        self.client = client
        self.jobs: asyncio.Queue = asyncio.Queue()

    async def account(self, account_id: int) -> dict:
        answer = asyncio.get_running_loop().create_future()
        await self.jobs.put((account_id, answer))
        # Shielded: the consumer still wants to set the result.
        return await asyncio.wait_for(asyncio.shield(answer), PATIENCE_S)

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
    except TimeoutError:
        raise HTTPException(status_code=503, detail="busy", headers={"Retry-After": "1"})
    return {
        "account": account["account"],
        "balance": account["balance"],
        "available": account["balance"] - account["reserved"],
    }
