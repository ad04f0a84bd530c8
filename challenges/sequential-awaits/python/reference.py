"""GET /customers/{id}/home: everything that the home screen of a bank's app shows, read at the same time."""

import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]

# 32 workers share 800 connections. At 78 requests/s a worker sends 550 statements/s, each holds a connection for 12 ms: 7 are busy, and they come in sevens.
POOL_SIZE = 20


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/customers/{customer_id}/home")
async def read_home(customer_id: int):
    # Each call takes a connection of its own for as long as its statement runs.
    pool = app.state.pool
    name, accounts, cards, unread, standing_orders, transactions, spent = await asyncio.gather(
        pool.fetchval("SELECT name FROM customers WHERE id = $1", customer_id),
        pool.fetch("SELECT iban, balance FROM accounts WHERE customer_id = $1 ORDER BY iban", customer_id),
        pool.fetch("SELECT last_digits, frozen FROM cards WHERE customer_id = $1 ORDER BY id", customer_id),
        pool.fetchval("SELECT count(*) FROM messages WHERE customer_id = $1 AND NOT is_read", customer_id),
        pool.fetch("SELECT payee, amount FROM standing_orders WHERE customer_id = $1 ORDER BY id", customer_id),
        pool.fetch("SELECT payee, amount FROM transactions WHERE customer_id = $1 ORDER BY id DESC LIMIT 5", customer_id),
        pool.fetchval("SELECT sum(amount) FROM transactions WHERE customer_id = $1", customer_id),
    )
    if name is None:
        raise HTTPException(status_code=404, detail="no such customer")

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
