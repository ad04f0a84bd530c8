SELECT json_build_object(
  'id', c.id,
  'name', c.name,
  'city', c.city,
  'lots', (
    SELECT json_agg(json_build_object('id', l.id, 'vaccine', l.vaccine, 'coming', s.doses) ORDER BY l.id)
    FROM clinic_lots cl JOIN lots l ON l.id = cl.lot_id JOIN depot.shipments s ON s.lot_id = l.id
    WHERE cl.clinic_id = c.id
  )
)
FROM clinics c
WHERE c.id = $1
