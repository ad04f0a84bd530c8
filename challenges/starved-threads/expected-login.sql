SELECT json_build_object('player', p.id, 'accepted', p.password_hash = a.hash, 'standing', f.standing)
FROM players p JOIN audit.passwords a ON a.player_id = p.id JOIN fairplay.standings f ON f.player_id = p.id
WHERE p.id = $1
