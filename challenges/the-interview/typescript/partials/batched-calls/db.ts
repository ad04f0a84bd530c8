// What Postgres knows about clinics.
import { Pool, type PoolClient } from 'pg';

export interface Clinic {
  id: number;
  name: string;
  city: string;
}

export interface Lot {
  id: number;
  vaccine: string;
}

export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

/** Holds a connection while it asks Postgres, and no longer. */
export async function loadClinic(clinicId: number): Promise<(Clinic & { lots: Lot[] }) | undefined> {
  const connection = await pool.connect();
  try {
    const { rows } = await connection.query<Clinic>('SELECT * FROM clinics WHERE id = $1', [clinicId]);
    return rows[0] && { ...rows[0], lots: await loadLots(connection, clinicId) };
  } finally {
    connection.release();
  }
}

async function loadLots(connection: PoolClient, clinicId: number): Promise<Lot[]> {
  const ids = await connection.query<{ lot_id: number }>('SELECT lot_id FROM clinic_lots WHERE clinic_id = $1 ORDER BY lot_id', [clinicId]);
  const lots: Lot[] = [];
  for (const { lot_id } of ids.rows) {
    const { rows } = await connection.query<Lot>('SELECT id, vaccine FROM lots WHERE id = $1', [lot_id]);
    lots.push(rows[0]);
  }
  return lots;
}
