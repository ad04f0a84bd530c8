"""POST /shops/{id}/receipts: each shop has a writer, so that nothing needs a lock."""

import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

DATABASE_URL = os.environ["DATABASE_URL"]
SIGNER_URL = os.environ["SIGNER_URL"]


class Sale(BaseModel):
    cents: int


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=5, max_size=20) as pool,
        httpx.AsyncClient(base_url=SIGNER_URL, timeout=2.0) as signer,
    ):
        app.state.pool = pool
        app.state.signer = signer
        # Every worker is a fiscal device of its own, with its own chain for each shop.
        app.state.device_id = await pool.fetchval("INSERT INTO devices DEFAULT VALUES RETURNING id")
        yield


app = FastAPI(lifespan=lifespan)


async def sign(payload: str) -> str:
    response = await app.state.signer.post("/signatures", params={"payload": payload})
    response.raise_for_status()
    return response.json()["signature"]


class Writer:
    """The only task that touches the chain of one shop. Sales wait in its queue."""

    def __init__(self, shop_id: int):
        self.shop_id = shop_id
        self.number = 0
        self.signature = ""
        self.sales: asyncio.Queue = asyncio.Queue()
        self.task = asyncio.create_task(self.run())

    async def run(self):
        while True:
            cents, vat_cents, issued = await self.sales.get()
            try:
                result = await self.issue(cents, vat_cents)
            except Exception as error:
                issued.set_exception(error)
            else:
                issued.set_result(result)

    async def issue(self, cents: int, vat_cents: int) -> tuple[int, str]:
        device_id = app.state.device_id
        number = self.number + 1
        signature = await sign(f"{device_id}/{self.shop_id}/{number}/{cents}/{vat_cents}/{self.signature}")
        await app.state.pool.execute(
            """INSERT INTO receipts (device_id, shop_id, number, cents, vat_cents, previous, signature)
               VALUES ($1, $2, $3, $4, $5, $6, $7)""",
            device_id, self.shop_id, number, cents, vat_cents, self.signature, signature,
        )  # fmt: skip
        self.number, self.signature = number, signature
        return number, signature


writers: dict[int, Writer] = {}


@app.post("/shops/{shop_id}/receipts", status_code=201)
async def issue_receipt(shop_id: int, sale: Sale):
    shop = await app.state.pool.fetchrow("SELECT name, vat_percent FROM shops WHERE id = $1", shop_id)
    if shop is None:
        raise HTTPException(status_code=404, detail="no such shop")
    vat_cents = sale.cents * shop["vat_percent"] // 100

    if shop_id not in writers:
        writers[shop_id] = Writer(shop_id)
    issued = asyncio.get_running_loop().create_future()
    writers[shop_id].sales.put_nowait((sale.cents, vat_cents, issued))
    number, signature = await issued

    return {"shop": shop["name"], "device": app.state.device_id, "number": number, "signature": signature}
