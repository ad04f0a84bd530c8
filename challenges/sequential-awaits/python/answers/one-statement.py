"""GET /customers/{id}/home: the home screen of a bank's app, put together by Postgres in one statement."""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException, Response

DATABASE_URL = os.environ["DATABASE_URL"]

POOL_SIZE = 8

HOME_SQL = """
    SELECT json_build_object(
        'id', c.id,
        'name', c.name,
        'accounts', (SELECT json_agg(json_build_object('iban', iban, 'balance', balance) ORDER BY iban) FROM accounts WHERE customer_id = $1),
        'cards', (SELECT json_agg(json_build_object('last_digits', last_digits, 'frozen', frozen) ORDER BY id) FROM cards WHERE customer_id = $1),
        'unread', (SELECT count(*) FROM messages WHERE customer_id = $1 AND NOT is_read),
        'standing_orders', (SELECT json_agg(json_build_object('payee', payee, 'amount', amount) ORDER BY id) FROM standing_orders WHERE customer_id = $1),
        'transactions', (
            SELECT json_agg(json_build_object('payee', payee, 'amount', amount) ORDER BY id DESC)
            FROM (SELECT id, payee, amount FROM transactions WHERE customer_id = $1 ORDER BY id DESC LIMIT 5) AS latest
        ),
        'spent', (SELECT sum(amount) FROM transactions WHERE customer_id = $1)
    )
    FROM customers c
    WHERE c.id = $1
"""


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(DATABASE_URL, min_size=POOL_SIZE, max_size=POOL_SIZE)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/customers/{customer_id}/home")
async def read_home(customer_id: int):
    home = await app.state.pool.fetchval(HOME_SQL, customer_id)
    if home is None:
        raise HTTPException(status_code=404, detail="no such customer")
    # asyncpg gives JSON as text, which is what the client wants.
    return Response(home, media_type="application/json")
