"""GET /customers/{id}/home: everything that the home screen of a bank's app shows."""

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
        name = await connection.fetchval("SELECT name FROM customers WHERE id = $1", customer_id)
        if name is None:
            raise HTTPException(status_code=404, detail="no such customer")
        accounts = await connection.fetch("SELECT iban, balance FROM accounts WHERE customer_id = $1 ORDER BY iban", customer_id)
        cards = await connection.fetch("SELECT last_digits, frozen FROM cards WHERE customer_id = $1 ORDER BY id", customer_id)
        unread = await connection.fetchval(
            "SELECT count(*) FROM messages WHERE customer_id = $1 AND NOT is_read", customer_id
        )
        standing_orders = await connection.fetch(
            "SELECT payee, amount FROM standing_orders WHERE customer_id = $1 ORDER BY id", customer_id
        )
        transactions = await connection.fetch(
            "SELECT payee, amount FROM transactions WHERE customer_id = $1 ORDER BY id DESC LIMIT 5", customer_id
        )
        spent = await connection.fetchval("SELECT sum(amount) FROM transactions WHERE customer_id = $1", customer_id)

    return {
        "id": customer_id,
        "name": name,
        "accounts": [dict(row) for row in accounts],
        "cards": [dict(row) for row in cards],
        "unread": unread,
        "standing_orders": [dict(row) for row in standing_orders],
        "transactions": [dict(row) for row in transactions],
        "spent": spent,
    }
