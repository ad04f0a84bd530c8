SELECT json_build_object('panel', id, 'title', title, 'service', service_id) FROM panels WHERE id = $1
