SELECT json_build_object(
  'id', r.id,
  'name', r.name,
  'climb', (
    SELECT max(height - lowest)
    FROM (SELECT height, min(height) OVER (ORDER BY n) AS lowest FROM unnest(r.heights) WITH ORDINALITY AS point (height, n)) AS profile
  ),
  'huts', (
    SELECT json_agg(json_build_object('id', h.id, 'name', h.name, 'region', g.name, 'free', b.free) ORDER BY s.position)
    FROM route_huts s JOIN huts h ON h.id = s.hut_id JOIN regions g ON g.id = h.region_id JOIN club.beds b ON b.hut_id = h.id
    WHERE s.route_id = r.id
  )
)
FROM routes r
WHERE r.id = $1
