import asyncio
import os
import time
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DSN = os.environ["DSN"]
PRICING = os.environ["PRICING"]

# Prices may be half a second old; a quarter leaves room for the call itself.
PRICE_TTL = 0.25

ORDER_SQL = """
SELECT o.id, c.name AS customer, i.product_id, p.name, i.quantity
FROM orders o
JOIN customers c ON c.id = o.customer_id
JOIN order_items i ON i.order_id = o.id
JOIN products p ON p.id = i.product_id
WHERE o.id = $1
ORDER BY i.position
"""


class Prices:
    """All prices that were asked for, refreshed in one batched call at a time."""

    def __init__(self, client: httpx.AsyncClient):
        self.client = client
        self.cents: dict[int, int] = {}
        self.fetched_at: dict[int, float] = {}
        self.wanted: set[int] = set()
        self.flight: asyncio.Task | None = None

    async def get(self, product_ids: list[int]) -> dict[int, int]:
        while True:
            oldest = time.monotonic() - PRICE_TTL
            missing = [p for p in product_ids if self.fetched_at.get(p, -1.0) < oldest]
            if not missing:
                return self.cents
            self.wanted.update(missing)
            if self.flight is None:
                self.flight = asyncio.create_task(self.refresh())
            await asyncio.shield(self.flight)

    async def refresh(self) -> None:
        try:
            # One pass of the loop: requests that are already here join this batch.
            await asyncio.sleep(0)
            ids, self.wanted = sorted(self.wanted), set()
            asked_at = time.monotonic()
            response = await self.client.get(f"{PRICING}/prices", params={"ids": ",".join(map(str, ids))})
            response.raise_for_status()
            for price in response.json():
                self.cents[price["id"]] = price["cents"]
                self.fetched_at[price["id"]] = asked_at
        finally:
            self.flight = None


@asynccontextmanager
async def lifespan(app: FastAPI):
    # 32 workers x 15 connections stay below max_connections = 600.
    app.state.pool = await asyncpg.create_pool(DSN, min_size=15, max_size=15)
    async with httpx.AsyncClient(timeout=1.0) as client:
        app.state.prices = Prices(client)
        yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/orders/{order_id}")
async def read_order(order_id: int):
    rows = await app.state.pool.fetch(ORDER_SQL, order_id)
    if not rows:
        raise HTTPException(404, "no such order")
    cents = await app.state.prices.get([row["product_id"] for row in rows])
    items = [
        {
            "product_id": row["product_id"],
            "name": row["name"],
            "quantity": row["quantity"],
            "cents": cents[row["product_id"]],
        }
        for row in rows
    ]
    return {
        "id": order_id,
        "customer": rows[0]["customer"],
        "items": items,
        "total_cents": sum(item["quantity"] * item["cents"] for item in items),
    }
