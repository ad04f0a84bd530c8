"""What Postgres knows about clinics."""

import os

import asyncpg

DATABASE_URL = os.environ["DATABASE_URL"]

CLINIC_SQL = """
    SELECT c.name, c.city, l.id AS lot_id, l.vaccine
    FROM clinics c
    LEFT JOIN clinic_lots cl ON cl.clinic_id = c.id
    LEFT JOIN lots l ON l.id = cl.lot_id
    WHERE c.id = $1
    ORDER BY l.id
"""

pool: asyncpg.Pool


async def connect() -> None:
    global pool
    pool = await asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10)


async def load_clinic(clinic_id: int) -> dict | None:
    rows = await pool.fetch(CLINIC_SQL, clinic_id)
    if not rows:
        return None
    lots = [{"id": row["lot_id"], "vaccine": row["vaccine"]} for row in rows if row["lot_id"] is not None]
    return {"id": clinic_id, "name": rows[0]["name"], "city": rows[0]["city"], "lots": lots}
