SELECT json_build_object(
  'player', id,
  'name', name,
  'rating', rating,
  'checksum', encode(sha256(convert_to(id || ':' || name || ':' || rating, 'UTF8')), 'hex')
)
FROM players
WHERE id = $1
