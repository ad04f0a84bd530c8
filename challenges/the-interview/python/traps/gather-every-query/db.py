"""What Postgres knows about clinics."""

import asyncio
import os

import asyncpg

DATABASE_URL = os.environ["DATABASE_URL"]

pool: asyncpg.Pool


async def connect() -> None:
    global pool
    pool = await asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10)


async def load_lot(lot_id: int) -> dict:
    return dict(await pool.fetchrow("SELECT id, vaccine FROM lots WHERE id = $1", lot_id))


async def load_clinic(clinic_id: int) -> dict | None:
    clinic, ids = await asyncio.gather(
        pool.fetchrow("SELECT * FROM clinics WHERE id = $1", clinic_id),
        pool.fetch("SELECT lot_id FROM clinic_lots WHERE clinic_id = $1 ORDER BY lot_id", clinic_id),
    )
    if clinic is None:
        return None
    return {**clinic, "lots": await asyncio.gather(*(load_lot(row["lot_id"]) for row in ids))}
