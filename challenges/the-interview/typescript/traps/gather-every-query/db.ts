// What Postgres knows about clinics.
import { Pool } from 'pg';

export interface Lot {
  id: number;
  vaccine: string;
}

export interface Clinic {
  id: number;
  name: string;
  city: string;
  lots: Lot[];
}

export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

async function loadLot(lotId: number): Promise<Lot> {
  const { rows } = await pool.query<Lot>('SELECT id, vaccine FROM lots WHERE id = $1', [lotId]);
  return rows[0];
}

export async function loadClinic(clinicId: number): Promise<Clinic | undefined> {
  const [clinics, ids] = await Promise.all([
    pool.query<Omit<Clinic, 'lots'>>('SELECT * FROM clinics WHERE id = $1', [clinicId]),
    pool.query<{ lot_id: number }>('SELECT lot_id FROM clinic_lots WHERE clinic_id = $1 ORDER BY lot_id', [clinicId]),
  ]);
  const clinic = clinics.rows[0];
  return clinic && { ...clinic, lots: await Promise.all(ids.rows.map(({ lot_id }) => loadLot(lot_id))) };
}
