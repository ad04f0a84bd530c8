// Doses that are free, and who has booked one.
import { Mutex } from 'async-mutex';
import { pool } from './db.ts';
import { partners } from './partners.ts';

// No dose may be given away twice. One lock for each clinic, and nothing but the database under it.
const locks = new Map<number, Mutex>();

function lockOf(clinicId: number): Mutex {
  let lock = locks.get(clinicId);
  if (!lock) locks.set(clinicId, (lock = new Mutex()));
  return lock;
}

/** The number of the booking, null if no dose is left. Whoever books has to be cleared by the registry. */
export async function book(clinicId: number, holder: number): Promise<string | null> {
  const number = crypto.randomUUID();
  const clearance = await partners.clear(number);
  return lockOf(clinicId).runExclusive(async () => {
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
