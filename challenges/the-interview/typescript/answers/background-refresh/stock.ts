// Doses that are free, and who has booked one.
import { pool } from './db.ts';
import { partners } from './partners.ts';

/** The number of the booking, null if no dose is left. Whoever books has to be cleared by the registry. */
export async function book(clinicId: number, holder: number): Promise<string | null> {
  const number = crypto.randomUUID();
  const clearance = await partners.clear(number);
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN');
    // The row is locked from here to COMMIT, in the database, where all workers see it. Nothing but statements in between.
    const { rows } = await connection.query<{ free: number }>('SELECT free FROM stock WHERE clinic_id = $1 FOR UPDATE', [clinicId]);
    if (!rows[0]?.free) {
      await connection.query('ROLLBACK');
      return null;
    }
    await connection.query('INSERT INTO bookings (number, clinic_id, holder, clearance) VALUES ($1, $2, $3, $4)', [
      number,
      clinicId,
      holder,
      clearance,
    ]);
    await connection.query('UPDATE stock SET free = $2 WHERE clinic_id = $1', [clinicId, rows[0].free - 1]);
    await connection.query('COMMIT');
    return number;
  } catch (error) {
    await connection.query('ROLLBACK');
    throw error;
  } finally {
    connection.release();
  }
}
