SELECT json_build_object(
  'stream', s.id,
  'title', s.title,
  'hearts', (SELECT sum(hearts)::int / 1000 * 1000 FROM stream_hearts WHERE stream_id = s.id)
)
FROM streams s
WHERE s.id = $1
