SELECT json_build_object(
  'recipient', $1::int,
  'parcels', json_agg(json_build_object('number', p.number, 'contents', p.contents, 'place', c.place) ORDER BY p.number)
)
FROM parcels p JOIN carrier.positions c ON c.number = p.number
WHERE p.recipient = $1
