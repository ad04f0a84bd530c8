SELECT json_build_object('id', id, 'holder', holder, 'gate', gate, 'seat', seat, 'status', status) FROM tickets WHERE id = $1
