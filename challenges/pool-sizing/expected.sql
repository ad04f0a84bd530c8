SELECT json_build_object(
  'player', s.player_id,
  'items', (
    SELECT json_agg(json_build_object('kind', kind, 'count', count, 'power', power) ORDER BY kind)
    FROM (SELECT kind, count(*), sum(power) AS power FROM items WHERE player_id = s.player_id GROUP BY kind) AS kinds
  )
)
FROM login.sessions s
WHERE s.id = $1
