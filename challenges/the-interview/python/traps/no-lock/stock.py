"""Doses that are free, and who has booked one."""

from uuid import uuid4

import db
import partners


async def book(clinic_id: int, holder: int) -> str | None:
    """The number of the booking, None if no dose is left. Whoever books has to be cleared by the registry."""
    number = str(uuid4())
    clearance = await partners.clear(number)
    free = await db.pool.fetchval("SELECT free FROM stock WHERE clinic_id = $1", clinic_id)
    if not free:
        return None
    await db.pool.execute(
        "INSERT INTO bookings (number, clinic_id, holder, clearance) VALUES ($1, $2, $3, $4)", number, clinic_id, holder, clearance
    )
    await db.pool.execute("UPDATE stock SET free = $2 WHERE clinic_id = $1", clinic_id, free - 1)
    return number
