"""GET /orders/{id}: an order of the shop, with today's prices."""

import os
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
PRICING_URL = os.environ["PRICING_URL"]


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


async def load_order(order_id: int):
    return await app.state.pool.fetchrow(
        "SELECT o.id, c.name AS customer FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = $1",
        order_id,
    )


async def load_item_ids(order_id: int) -> list[int]:
    rows = await app.state.pool.fetch("SELECT id FROM order_items WHERE order_id = $1 ORDER BY id", order_id)
    return [row["id"] for row in rows]


async def load_item(item_id: int):
    return await app.state.pool.fetchrow(
        "SELECT i.product_id, p.name, i.quantity FROM order_items i JOIN products p ON p.id = i.product_id WHERE i.id = $1",
        item_id,
    )


@app.get("/orders/{order_id}")
async def read_order(order_id: int):
    order = await load_order(order_id)
    if order is None:
        raise HTTPException(status_code=404, detail="no such order")

    items = []
    async with httpx.AsyncClient() as client:
        for item_id in await load_item_ids(order_id):
            item = await load_item(item_id)
            response = await client.get(f"{PRICING_URL}/prices/{item['product_id']}")
            response.raise_for_status()
            items.append({**item, "price": response.json()["price"]})

    return {
        "id": order["id"],
        "customer": order["customer"],
        "items": items,
        "total": sum(item["quantity"] * item["price"] for item in items),
    }
