// Doses that are free, and who has booked one.
import { pool } from './db.ts';
import { partners } from './partners.ts';

// One statement takes the dose and notes the booking: nobody comes in between, whichever worker is asked.
const BOOK_SQL = `
  WITH taken AS (UPDATE stock SET free = free - 1 WHERE clinic_id = $2 AND free > 0 RETURNING clinic_id)
  INSERT INTO bookings (number, clinic_id, holder, clearance)
  SELECT $1, clinic_id, $3, $4 FROM taken
  RETURNING number`;

/** The number of the booking, null if no dose is left. Whoever books has to be cleared by the registry. */
export async function book(clinicId: number, holder: number): Promise<string | null> {
  const number = crypto.randomUUID();
  const clearance = await partners.clear(number);
  const { rows } = await pool.query<{ number: string }>(BOOK_SQL, [number, clinicId, holder, clearance]);
  return rows[0]?.number ?? null;
}
