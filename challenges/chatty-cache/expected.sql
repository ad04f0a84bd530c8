SELECT json_build_object('tenant', $1::int, 'flags', json_object_agg(flag, enabled))
FROM console.flags
WHERE tenant = $1::int
