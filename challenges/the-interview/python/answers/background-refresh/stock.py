"""Doses that are free, and who has booked one."""

from uuid import uuid4

import db
import partners


async def book(clinic_id: int, holder: int) -> str | None:
    """The number of the booking, None if no dose is left. Whoever books has to be cleared by the registry."""
    number = str(uuid4())
    clearance = await partners.clear(number)
    # The row is locked from here to COMMIT, in the database, where all workers see it. Nothing but statements in between.
    async with db.pool.acquire() as connection, connection.transaction():
        free = await connection.fetchval("SELECT free FROM stock WHERE clinic_id = $1 FOR UPDATE", clinic_id)
        if not free:
            return None
        await connection.execute(
            "INSERT INTO bookings (number, clinic_id, holder, clearance) VALUES ($1, $2, $3, $4)", number, clinic_id, holder, clearance
        )
        await connection.execute("UPDATE stock SET free = $2 WHERE clinic_id = $1", clinic_id, free - 1)
    return number
