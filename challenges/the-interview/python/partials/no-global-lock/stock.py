"""Doses that are free, and who has booked one."""

from uuid import uuid4

import db
import partners

# One statement takes the dose and notes the booking: nobody comes in between, whichever worker is asked.
BOOK_SQL = """
    WITH taken AS (UPDATE stock SET free = free - 1 WHERE clinic_id = $2 AND free > 0 RETURNING clinic_id)
    INSERT INTO bookings (number, clinic_id, holder, clearance)
    SELECT $1, clinic_id, $3, $4 FROM taken
    RETURNING number
"""


async def book(clinic_id: int, holder: int) -> str | None:
    """The number of the booking, None if no dose is left. Whoever books has to be cleared by the registry."""
    number = str(uuid4())
    clearance = await partners.clear(number)
    return await db.pool.fetchval(BOOK_SQL, number, clinic_id, holder, clearance)
