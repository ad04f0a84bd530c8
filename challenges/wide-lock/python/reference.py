"""POST /shops/{id}/receipts: a lock for each chain, and only around what changes it."""

import asyncio
import os
from collections import defaultdict
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


class Chain:
    """The end of one shop's chain. Its lock is held from reading the end until it has moved on."""

    def __init__(self):
        self.lock = asyncio.Lock()
        self.number = 0
        self.signature = ""


# A lock for each shop: receipts of different shops have nothing to do with each other.
chains: defaultdict[int, Chain] = defaultdict(Chain)


async def sign(payload: str) -> str:
    response = await app.state.signer.post("/signatures", params={"payload": payload})
    response.raise_for_status()
    return response.json()["signature"]


@app.post("/shops/{shop_id}/receipts", status_code=201)
async def issue_receipt(shop_id: int, sale: Sale):
    shop = await app.state.pool.fetchrow("SELECT name, vat_percent FROM shops WHERE id = $1", shop_id)
    if shop is None:
        raise HTTPException(status_code=404, detail="no such shop")
    vat_cents = sale.cents * shop["vat_percent"] // 100
    device_id = app.state.device_id

    chain = chains[shop_id]
    async with chain.lock:
        number, previous = chain.number + 1, chain.signature
        signature = await sign(f"{device_id}/{shop_id}/{number}/{sale.cents}/{vat_cents}/{previous}")
        await app.state.pool.execute(
            """INSERT INTO receipts (device_id, shop_id, number, cents, vat_cents, previous, signature)
               VALUES ($1, $2, $3, $4, $5, $6, $7)""",
            device_id, shop_id, number, sale.cents, vat_cents, previous, signature,
        )  # fmt: skip
        # Last: a receipt that could not be signed or written leaves no gap.
        chain.number, chain.signature = number, signature

    return {"shop": shop["name"], "device": device_id, "number": number, "signature": signature}
