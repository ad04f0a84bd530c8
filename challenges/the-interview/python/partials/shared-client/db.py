"""What Postgres knows about clinics."""

import os

import asyncpg

DATABASE_URL = os.environ["DATABASE_URL"]

pool: asyncpg.Pool


async def connect() -> None:
    global pool
    pool = await asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10)


async def load_clinic(connection: asyncpg.Connection, clinic_id: int) -> dict | None:
    row = await connection.fetchrow("SELECT * FROM clinics WHERE id = $1", clinic_id)
    return None if row is None else dict(row)


async def load_lots(connection: asyncpg.Connection, clinic_id: int) -> list[dict]:
    ids = await connection.fetch("SELECT lot_id FROM clinic_lots WHERE clinic_id = $1 ORDER BY lot_id", clinic_id)
    lots = []
    for row in ids:
        lot = await connection.fetchrow("SELECT id, vaccine FROM lots WHERE id = $1", row["lot_id"])
        lots.append(dict(lot))
    return lots
