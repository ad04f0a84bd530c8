import asyncio
import os
import time
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DSN = os.environ["DSN"]
PRICING = os.environ["PRICING"]


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(DSN, min_size=5, max_size=5)
    async with httpx.AsyncClient() as client:
        app.state.client = client
        app.state.prices = {}
        yield


app = FastAPI(lifespan=lifespan)


async def load_price(product_id: int) -> int:
    known = app.state.prices.get(product_id)
    if known and known[0] > time.monotonic():
        return known[1]
    response = await app.state.client.get(f"{PRICING}/prices/{product_id}")
    response.raise_for_status()
    cents = response.json()["cents"]
    app.state.prices[product_id] = (time.monotonic() + 0.25, cents)
    return cents


async def load_item(order_id: int, position: int):
    # "Concurrent, so it must be fast": every row takes a connection of its own, and keeps it while it asks for the price.
    async with app.state.pool.acquire() as conn:
        item = await conn.fetchrow(
            "SELECT product_id, quantity FROM order_items WHERE order_id = $1 AND position = $2", order_id, position
        )
        product = await conn.fetchrow("SELECT name FROM products WHERE id = $1", item["product_id"])
        cents = await load_price(item["product_id"])
    return {
        "product_id": item["product_id"],
        "name": product["name"],
        "quantity": item["quantity"],
        "cents": cents,
    }


@app.get("/orders/{order_id}")
async def read_order(order_id: int):
    order = await app.state.pool.fetchrow(
        "SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = $1", order_id
    )
    if order is None:
        raise HTTPException(404, "no such order")
    positions = await app.state.pool.fetch(
        "SELECT position FROM order_items WHERE order_id = $1 ORDER BY position", order_id
    )
    items = await asyncio.gather(*(load_item(order_id, row["position"]) for row in positions))
    return {
        "id": order["id"],
        "customer": order["name"],
        "items": items,
        "total_cents": sum(item["quantity"] * item["cents"] for item in items),
    }
