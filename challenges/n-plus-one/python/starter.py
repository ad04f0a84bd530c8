import os

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

app = FastAPI()

DSN = os.environ["DSN"]
PRICING = os.environ["PRICING"]


@app.on_event("startup")
async def startup():
    app.state.pool = await asyncpg.create_pool(DSN, min_size=5, max_size=5)


async def load_price(product_id: int) -> int:
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{PRICING}/prices/{product_id}")
        response.raise_for_status()
        return response.json()["cents"]


@app.get("/orders/{order_id}")
async def read_order(order_id: int):
    async with app.state.pool.acquire() as conn:
        order = await conn.fetchrow("SELECT id, customer_id FROM orders WHERE id = $1", order_id)
        if order is None:
            raise HTTPException(404, "no such order")
        customer = await conn.fetchrow("SELECT name FROM customers WHERE id = $1", order["customer_id"])
        positions = await conn.fetch(
            "SELECT position FROM order_items WHERE order_id = $1 ORDER BY position", order_id
        )

        items = []
        for row in positions:
            item = await conn.fetchrow(
                "SELECT product_id, quantity FROM order_items WHERE order_id = $1 AND position = $2",
                order_id,
                row["position"],
            )
            product = await conn.fetchrow("SELECT name FROM products WHERE id = $1", item["product_id"])
            cents = await load_price(item["product_id"])
            items.append(
                {
                    "product_id": item["product_id"],
                    "name": product["name"],
                    "quantity": item["quantity"],
                    "cents": cents,
                }
            )

    return {
        "id": order["id"],
        "customer": customer["name"],
        "items": items,
        "total_cents": sum(item["quantity"] * item["cents"] for item in items),
    }
