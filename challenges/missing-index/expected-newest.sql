SELECT json_build_object(
  'room', r.id,
  'messages', (
    SELECT json_agg(json_build_object('number', m.number, 'author', m.author, 'body', m.body) ORDER BY m.number DESC)
    FROM (SELECT * FROM messages WHERE room_id = r.id ORDER BY number DESC LIMIT 20) AS m
  )
)
FROM rooms r
WHERE r.id = $1
