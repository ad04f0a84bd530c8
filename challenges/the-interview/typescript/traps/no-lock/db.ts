// What Postgres knows about clinics.
import { Pool } from 'pg';

const CLINIC_SQL = `
  SELECT c.name, c.city, l.id AS lot_id, l.vaccine
  FROM clinics c
  LEFT JOIN clinic_lots cl ON cl.clinic_id = c.id
  LEFT JOIN lots l ON l.id = cl.lot_id
  WHERE c.id = $1
  ORDER BY l.id`;

interface Row {
  name: string;
  city: string;
  lot_id: number | null;
  vaccine: string;
}

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

export async function loadClinic(clinicId: number): Promise<Clinic | undefined> {
  const { rows } = await pool.query<Row>(CLINIC_SQL, [clinicId]);
  if (rows.length === 0) return undefined;
  const lots = rows.flatMap(({ lot_id, vaccine }) => (lot_id === null ? [] : [{ id: lot_id, vaccine }]));
  return { id: clinicId, name: rows[0].name, city: rows[0].city, lots };
}
