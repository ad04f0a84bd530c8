SELECT json_build_object('player', p.id, 'name', p.name, 'level', p.level, 'score', s.score)
FROM players p
JOIN leaderboard.scores s ON s.player_id = p.id
WHERE p.id = $1
