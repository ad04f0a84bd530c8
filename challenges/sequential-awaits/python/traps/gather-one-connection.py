"""GET /customers/{id}/home: all reads of a request at once, on one connection."""

import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]

# A request needs one connection at a time.
POOL_SIZE = 8


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/customers/{customer_id}/home")
async def read_home(customer_id: int):
    async with app.state.pool.acquire() as connection:
        # A connection answers one statement at a time: asyncpg raises InterfaceError if it is asked for a second one meanwhile.
        lock = asyncio.Lock()

        async def fetch(sql: str):
            async with lock:
                return await connection.fetch(sql, customer_id)

        customers, accounts, cards, messages, standing_orders, transactions, spendings = await asyncio.gather(
            fetch("SELECT name FROM customers WHERE id = $1"),
            fetch("SELECT iban, balance FROM accounts WHERE customer_id = $1 ORDER BY iban"),
            fetch("SELECT last_digits, frozen FROM cards WHERE customer_id = $1 ORDER BY id"),
            fetch("SELECT count(*) AS unread FROM messages WHERE customer_id = $1 AND NOT is_read"),
            fetch("SELECT payee, amount FROM standing_orders WHERE customer_id = $1 ORDER BY id"),
            fetch("SELECT payee, amount FROM transactions WHERE customer_id = $1 ORDER BY id DESC LIMIT 5"),
            fetch("SELECT sum(amount) AS spent FROM transactions WHERE customer_id = $1"),
        )
    if not customers:
        raise HTTPException(status_code=404, detail="no such customer")

    return {
        "id": customer_id,
        "name": customers[0]["name"],
        "accounts": [dict(row) for row in accounts],
        "cards": [dict(row) for row in cards],
        "unread": messages[0]["unread"],
        "standing_orders": [dict(row) for row in standing_orders],
        "transactions": [dict(row) for row in transactions],
        "spent": spendings[0]["spent"],
    }
