// Doses that are free, and who has booked one.
import { Mutex } from 'async-mutex';
import { pool } from './db.ts';
import { Partners } from './partners.ts';

// No dose may be given away twice.
const lock = new Mutex();

/** The number of the booking, null if no dose is left. Whoever books has to be cleared by the registry. */
export async function book(clinicId: number, holder: number): Promise<string | null> {
  const number = crypto.randomUUID();
  const partners = new Partners();
  return lock.runExclusive(async () => {
    const clearance = await partners.clear(number);
    const { rows } = await pool.query<{ free: number }>('SELECT free FROM stock WHERE clinic_id = $1', [clinicId]);
    if (!rows[0]?.free) return null;
    await pool.query('INSERT INTO bookings (number, clinic_id, holder, clearance) VALUES ($1, $2, $3, $4)', [
      number,
      clinicId,
      holder,
      clearance,
    ]);
    await pool.query('UPDATE stock SET free = $2 WHERE clinic_id = $1', [clinicId, rows[0].free - 1]);
    return number;
  });
}
